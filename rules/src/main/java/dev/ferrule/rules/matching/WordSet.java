package dev.ferrule.rules.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Words, all of which are looked for in one pass over a text. Immutable, thread-safe.
 *
 * <p>Time grows with the text, whatever the number of words: Aho and Corasick, "Efficient string
 * matching" (1975). A word takes at most 18 bytes a character.
 */
public final class WordSet {
  /** Where a word may stand. */
  public enum Place {
    /** Anywhere. */
    ANYWHERE,
    /**
     * Not inside a longer word. Asked only on a side where the entry itself has a word character,
     * so that {@code 18+} is found in {@code 18+ only}.
     */
    WHOLE_WORD
  }

  /*
   * States are numbered breadth first, so that the children of one stand side by side, in the order
   * of their labels: a state needs no table of its edges, and a binary search finds one. That order
   * comes for free when the words are sorted: a state is a range of words that share a prefix.
   */
  private final List<String> words;
  private final Folding folding;
  private final Place place;
  private final char[] labels;
  private final int[] firstChildren;
  private final int[] fallbacks;

  /** The lowest number of the words that end in the state, or -1. */
  private final int[] outputs;

  /** The nearest state on the way of fallbacks in which a word ends, or 0. */
  private final int[] shorterOutputs;

  private final int[] depths;

  private WordSet(
      List<String> words, Folding folding, Place place, Builder built, int[] fallbacks) {
    this.words = List.copyOf(words);
    this.folding = folding;
    this.place = place;
    this.labels = Arrays.copyOf(built.labels, built.states);
    this.firstChildren = Arrays.copyOf(built.firstChildren, built.states + 1);
    this.outputs = Arrays.copyOf(built.outputs, built.states);
    this.depths = Arrays.copyOf(built.depths, built.states);
    this.fallbacks = fallbacks;
    this.shorterOutputs = new int[built.states];
    link(built);
  }

  /** Compiles words; those that are empty are never found. */
  public static WordSet of(List<String> words, Folding folding, Place place) {
    var built = new Builder(words, folding);
    built.build();
    return new WordSet(words, folding, place, built, new int[built.states]);
  }

  private void link(Builder built) {
    for (int state = 1; state < built.states; state++) {
      int parent = built.parents[state];
      int fallback = parent == 0 ? 0 : step(fallbacks[parent], labels[state]);
      fallbacks[state] = fallback;
      shorterOutputs[state] = outputs[fallback] >= 0 ? fallback : shorterOutputs[fallback];
    }
  }

  /** The words, in order. */
  public List<String> words() {
    return words;
  }

  /** The number of the first of the words, in their order, that the text has; -1 without one. */
  public int first(String text) {
    int[] lowest = {Integer.MAX_VALUE};
    scan(text, word -> lowest[0] = Math.min(lowest[0], word));
    return lowest[0] == Integer.MAX_VALUE ? -1 : lowest[0];
  }

  /** The numbers of all words that the text has. */
  public BitSet all(String text) {
    var found = new BitSet();
    scan(text, found::set);
    return found;
  }

  private void scan(String text, IntConsumer found) {
    if (labels.length <= 1) {
      return;
    }
    String folded = folding.fold(text);
    int state = 0;
    for (int i = 0; i < folded.length(); i++) {
      state = step(state, folded.charAt(i));
      int ending = outputs[state] >= 0 ? state : shorterOutputs[state];
      while (ending != 0) {
        if (mayStand(folded, i + 1 - depths[ending], i + 1)) {
          found.accept(outputs[ending]);
        }
        ending = shorterOutputs[ending];
      }
    }
  }

  private int step(int state, char label) {
    int from = state;
    while (true) {
      int child = child(from, label);
      if (child != 0 || from == 0) {
        return child;
      }
      from = fallbacks[from];
    }
  }

  private int child(int state, char label) {
    int found = Arrays.binarySearch(labels, firstChildren[state], firstChildren[state + 1], label);
    return Math.max(found, 0);
  }

  private boolean mayStand(String text, int start, int end) {
    if (place == Place.ANYWHERE) {
      return true;
    }
    return (start == 0
            || !Words.isWordCharacter(text.codePointBefore(start))
            || !Words.isWordCharacter(text.codePointAt(start)))
        && (end == text.length()
            || !Words.isWordCharacter(text.codePointAt(end))
            || !Words.isWordCharacter(text.codePointBefore(end)));
  }

  /** The states while they are being numbered. */
  private static final class Builder {
    private final String[] sorted;
    private final int[] numbers;
    private char[] labels = new char[16];
    private int[] firstChildren = new int[16];
    private int[] outputs = new int[16];
    private int[] depths = new int[16];
    private int[] parents = new int[16];
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int states;

    Builder(List<String> words, Folding folding) {
      record Entry(String folded, int number) {}
      var entries = new ArrayList<Entry>();
      for (int i = 0; i < words.size(); i++) {
        String folded = folding.fold(words.get(i));
        if (!folded.isEmpty()) {
          entries.add(new Entry(folded, i));
        }
      }
      entries.sort(Comparator.comparing(Entry::folded).thenComparingInt(Entry::number));
      sorted = entries.stream().map(Entry::folded).toArray(String[]::new);
      numbers = entries.stream().mapToInt(Entry::number).toArray();
    }

    void build() {
      add('\0', 0, 0, 0, sorted.length);
      for (int state = 0; state < states; state++) {
        firstChildren[state] = states;
        int depth = depths[state];
        int at = starts[state];
        int end = ends[state];
        outputs[state] = -1;
        while (at < end && sorted[at].length() == depth) {
          outputs[state] = outputs[state] < 0 ? numbers[at] : outputs[state];
          at++;
        }
        while (at < end) {
          char label = sorted[at].charAt(depth);
          int start = at;
          while (at < end && sorted[at].charAt(depth) == label) {
            at++;
          }
          add(label, depth + 1, state, start, at);
        }
      }
      firstChildren = Arrays.copyOf(firstChildren, states + 1);
      firstChildren[states] = states;
    }

    private void add(char label, int depth, int parent, int start, int end) {
      if (states == labels.length) {
        int capacity = states * 2;
        labels = Arrays.copyOf(labels, capacity);
        firstChildren = Arrays.copyOf(firstChildren, capacity);
        outputs = Arrays.copyOf(outputs, capacity);
        depths = Arrays.copyOf(depths, capacity);
        parents = Arrays.copyOf(parents, capacity);
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
      }
      labels[states] = label;
      depths[states] = depth;
      parents[states] = parent;
      starts[states] = start;
      ends[states] = end;
      states++;
    }
  }
}
