package dev.ferrule.rules.regex;

import dev.ferrule.rules.regex.Tree.Greed;
import dev.ferrule.rules.regex.Tree.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Patterns as one graph whose nodes take a character, fork, ask for a place or tell of a match.
 * Only whether a pattern is found counts, so it knows neither groups nor greed. Trees must be
 * regular, see {@link Regular}. Single-writer while it is built, then immutable.
 */
final class Nfa {
  /** Takes a character of the set {@link #argument}. */
  static final byte CHARS = 0;

  /** Goes on to {@link #out} and to {@link #other}. */
  static final byte FORK = 1;

  /** Goes on where the place {@link #argument} is. */
  static final byte PLACE = 2;

  /** The pattern {@link #argument} is found. */
  static final byte MATCH = 3;

  private static final int NONE = -1;

  private final int maxNodes;
  private byte[] kinds = new byte[64];
  private int[] arguments = new int[64];
  private int[] outs = new int[64];
  private int[] others = new int[64];
  private int size;
  private boolean overflown;
  private final List<CodePointSet> sets = new ArrayList<>();
  private final Map<CodePointSet, Integer> setNumbers = new HashMap<>();
  private final List<Place> places = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();

  Nfa(int maxNodes) {
    this.maxNodes = maxNodes;
  }

  /** Adds a pattern under a number; false, and the graph is of no use, when it gets too large. */
  boolean add(Tree tree, int number) {
    starts.add(emit(tree, node(MATCH, number, NONE, NONE)));
    return !overflown;
  }

  int size() {
    return size;
  }

  byte kind(int node) {
    return kinds[node];
  }

  int argument(int node) {
    return arguments[node];
  }

  int out(int node) {
    return outs[node];
  }

  int other(int node) {
    return others[node];
  }

  Place place(int node) {
    return places.get(arguments[node]);
  }

  List<CodePointSet> sets() {
    return sets;
  }

  List<Place> places() {
    return places;
  }

  List<Integer> starts() {
    return starts;
  }

  private int node(byte kind, int argument, int out, int other) {
    if (size >= maxNodes) {
      overflown = true;
      return 0;
    }
    if (size == kinds.length) {
      kinds = Arrays.copyOf(kinds, 2 * size);
      arguments = Arrays.copyOf(arguments, 2 * size);
      outs = Arrays.copyOf(outs, 2 * size);
      others = Arrays.copyOf(others, 2 * size);
    }
    kinds[size] = kind;
    arguments[size] = argument;
    outs[size] = out;
    others[size] = other;
    return size++;
  }

  /** Adds the nodes of a tree before what follows it, and returns where it starts. */
  private int emit(Tree tree, int next) {
    if (overflown) {
      return next;
    }
    CodePointSet set = CharSets.ofOne(tree);
    if (set != null) {
      return node(CHARS, number(set), next, NONE);
    }
    return switch (tree) {
      case Tree.At(var place) -> {
        places.add(place);
        yield node(PLACE, places.size() - 1, next, NONE);
      }
      case Tree.Sequence(var items) -> {
        int start = next;
        for (Tree item : items.reversed()) {
          start = emit(item, start);
        }
        yield start;
      }
      case Tree.Choice(var branches) -> {
        int start = NONE;
        for (Tree branch : branches.reversed()) {
          int entry = emit(branch, next);
          start = start == NONE ? entry : node(FORK, 0, entry, start);
        }
        yield start;
      }
      case Tree.Group(_, var body) -> emit(body, next);
      case Tree.Repeat repeat -> repeat(repeat, next);
      case Tree.Literal _,
          Tree.OneOf _,
          Tree.Any _,
          Tree.Atomic _,
          Tree.Look _,
          Tree.Backreference _,
          Tree.Conditional _ ->
          throw new IllegalArgumentException("not regular");
    };
  }

  private int number(CodePointSet set) {
    return setNumbers.computeIfAbsent(
        set,
        added -> {
          sets.add(added);
          return sets.size() - 1;
        });
  }

  private int repeat(Tree.Repeat repeat, int next) {
    if (repeat.greed() == Greed.POSSESSIVE) {
      throw new IllegalArgumentException("not regular");
    }
    int start = next;
    if (repeat.max() == Tree.UNBOUNDED) {
      start = node(FORK, 0, NONE, next);
      int body = emit(repeat.body(), start);
      if (!overflown) {
        outs[start] = body;
      }
    } else {
      for (long i = repeat.min(); i < repeat.max(); i++) {
        int body = emit(repeat.body(), start);
        if (body == start || overflown) {
          break;
        }
        start = node(FORK, 0, body, next);
      }
    }
    for (long i = 0; i < repeat.min(); i++) {
      int body = emit(repeat.body(), start);
      if (body == start || overflown) {
        break;
      }
      start = body;
    }
    return start;
  }
}
