package dev.ferrule.rules.regex;

import dev.ferrule.rules.regex.Tree.Place;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Moves a set of nodes of an {@link Nfa} over one symbol. Patterns may start anywhere, so the nodes
 * that they start with belong to every set and are not kept in it. Confined.
 */
final class Stepper {
  /** What came before: nothing. */
  static final int AT_START = 1;

  private static final int AFTER_WORD = 2;
  private static final int AFTER_ASCII_WORD = 4;
  private static final int AFTER_LINE_FEED = 8;

  /** A set of nodes, what came before it, and the patterns found on the way into it. */
  record Nodes(int[] nodes, int before, long @Nullable [] found) {}

  /** Where patterns may start after the text's start, and their first step by symbol. */
  private record Start(int[] targets, long @Nullable [] found) {}

  private final Nfa nfa;
  private final Alphabet alphabet;
  private final int words;
  private final boolean[] starting;
  private final int[] starts;
  private final boolean startsAskPlaces;
  private final Nodes initial;
  private final @Nullable Start[][] startSteps;

  private final int[] visited;
  private final int[] taken;
  private final int[] pending;
  private int[] targets = new int[64];
  private int targetCount;
  private long @Nullable [] found;
  private int round;
  private long work;

  Stepper(Nfa nfa, Alphabet alphabet, int patterns) {
    this.nfa = nfa;
    this.alphabet = alphabet;
    this.words = (patterns + 63) >> 6;
    this.visited = new int[nfa.size()];
    this.taken = new int[nfa.size()];
    this.pending = new int[2 * nfa.size() + 2];
    this.starting = new boolean[nfa.size()];
    this.startSteps = new Start[16][alphabet.size()];
    round++;
    for (int start : nfa.starts()) {
      take(start, AT_START);
    }
    int[] first = Arrays.copyOf(targets, targetCount);
    this.initial =
        new Nodes(
            Arrays.stream(first).filter(this::isOnlyAtStart).sorted().toArray(), AT_START, found);
    this.starts = Arrays.stream(first).filter(node -> !isOnlyAtStart(node)).sorted().toArray();
    boolean places = false;
    for (int start : starts) {
      starting[start] = true;
      places |= nfa.kind(start) == Nfa.PLACE;
    }
    this.startsAskPlaces = places;
  }

  private boolean isOnlyAtStart(int node) {
    return nfa.kind(node) == Nfa.PLACE && nfa.place(node) == Place.TEXT_START;
  }

  /** Before the first character. */
  Nodes initial() {
    return initial;
  }

  /** Whether nothing can be found any more. */
  boolean isDead(Nodes nodes) {
    return nodes.nodes().length == 0 && starts.length == 0;
  }

  /** How many nodes were looked at since it was last asked. */
  long takeWork() {
    long taken = work;
    work = 0;
    return taken;
  }

  Nodes step(int[] nodes, int before, int symbol) {
    Start start = startSteps[before][symbol];
    if (start == null) {
      move(starts, before, symbol);
      start = new Start(Arrays.copyOf(targets, targetCount), found);
      startSteps[before][symbol] = start;
    }
    move(nodes, before, symbol);
    for (int target : start.targets()) {
      if (taken[target] != round) {
        taken[target] = round;
        addTarget(target);
      }
    }
    work += start.targets().length;
    long[] startFound = start.found();
    if (startFound != null) {
      for (int i = 0; i < words; i++) {
        if (startFound[i] != 0) {
          foundWords()[i] |= startFound[i];
        }
      }
    }
    boolean places = startsAskPlaces;
    for (int i = 0; i < targetCount && !places; i++) {
      places = nfa.kind(targets[i]) == Nfa.PLACE;
    }
    work += targetCount;
    Arrays.sort(targets, 0, targetCount);
    return new Nodes(Arrays.copyOf(targets, targetCount), places ? after(symbol) : 0, found);
  }

  private int after(int symbol) {
    return (alphabet.isWord(symbol) ? AFTER_WORD : 0)
        | (alphabet.isAsciiWord(symbol) ? AFTER_ASCII_WORD : 0)
        | (alphabet.isLineFeed(symbol) ? AFTER_LINE_FEED : 0);
  }

  private void move(int[] nodes, int before, int symbol) {
    round++;
    targetCount = 0;
    found = null;
    for (int node : nodes) {
      int waiting = 0;
      pending[waiting++] = node;
      while (waiting > 0) {
        int at = pending[--waiting];
        if (visited[at] == round) {
          continue;
        }
        visited[at] = round;
        work++;
        switch (nfa.kind(at)) {
          case Nfa.CHARS -> {
            if (alphabet.contains(nfa.argument(at), symbol)) {
              take(nfa.out(at), 0);
            }
          }
          case Nfa.FORK -> {
            pending[waiting++] = nfa.other(at);
            pending[waiting++] = nfa.out(at);
          }
          case Nfa.PLACE -> {
            if (holds(nfa.place(at), before, symbol)) {
              pending[waiting++] = nfa.out(at);
            }
          }
          default -> find(nfa.argument(at));
        }
      }
    }
  }

  private int[] takePending = new int[16];

  /** Adds a node, or what its forks lead to, to the next set. */
  private void take(int from, int before) {
    int waiting = 0;
    takePending[waiting++] = from;
    while (waiting > 0) {
      int node = takePending[--waiting];
      if (taken[node] == round || starting[node]) {
        continue;
      }
      taken[node] = round;
      work++;
      switch (nfa.kind(node)) {
        case Nfa.FORK -> {
          if (waiting + 2 > takePending.length) {
            takePending = Arrays.copyOf(takePending, 2 * takePending.length);
          }
          takePending[waiting++] = nfa.other(node);
          takePending[waiting++] = nfa.out(node);
        }
        case Nfa.MATCH -> find(nfa.argument(node));
        case Nfa.PLACE -> {
          if (before == AT_START || !isOnlyAtStart(node)) {
            addTarget(node);
          }
        }
        default -> addTarget(node);
      }
    }
  }

  private void addTarget(int node) {
    if (targetCount == targets.length) {
      targets = Arrays.copyOf(targets, 2 * targetCount);
    }
    targets[targetCount++] = node;
  }

  private void find(int pattern) {
    foundWords()[pattern >> 6] |= 1L << pattern;
  }

  private long[] foundWords() {
    long[] words64 = found;
    if (words64 == null) {
      words64 = new long[words];
      found = words64;
    }
    return words64;
  }

  private boolean holds(Place place, int before, int symbol) {
    boolean end = symbol == alphabet.end();
    boolean empty = end && (before & AT_START) != 0;
    return switch (place) {
      case TEXT_START -> (before & AT_START) != 0;
      case LINE_START -> (before & (AT_START | AFTER_LINE_FEED)) != 0;
      case TEXT_END -> end;
      case LAST_LINE_END -> end || symbol == alphabet.lastLineFeed();
      case LINE_END -> end || alphabet.isLineFeed(symbol);
      case WORD_EDGE -> (before & AFTER_WORD) != 0 != alphabet.isWord(symbol);
      case NO_WORD_EDGE -> !empty && (before & AFTER_WORD) != 0 == alphabet.isWord(symbol);
      case ASCII_WORD_EDGE -> (before & AFTER_ASCII_WORD) != 0 != alphabet.isAsciiWord(symbol);
      case NO_ASCII_WORD_EDGE ->
          !empty && (before & AFTER_ASCII_WORD) != 0 == alphabet.isAsciiWord(symbol);
    };
  }
}
