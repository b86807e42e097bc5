package dev.ferrule.rules.matching;

import java.util.Arrays;

/** A set of walk states, each with where its word starts; the first start stays. Confined. */
final class WalkStates {
  private static final int LINEAR = 16;

  private long[] states = new long[LINEAR];
  private int[] starts = new int[LINEAR];
  private int size;

  /** Places in {@link #states} by hash, plus one; used beyond a few states. */
  private int[] table = {};

  void clear() {
    if (size > LINEAR) {
      Arrays.fill(table, 0);
    }
    size = 0;
  }

  int size() {
    return size;
  }

  long state(int i) {
    return states[i];
  }

  int start(int i) {
    return starts[i];
  }

  void add(long state, int start) {
    if (has(state)) {
      return;
    }
    if (size == states.length) {
      states = Arrays.copyOf(states, size * 2);
      starts = Arrays.copyOf(starts, size * 2);
    }
    states[size] = state;
    starts[size] = start;
    size++;
    if (size > LINEAR) {
      index();
    }
  }

  private boolean has(long state) {
    if (size <= LINEAR) {
      for (int i = 0; i < size; i++) {
        if (states[i] == state) {
          return true;
        }
      }
      return false;
    }
    for (int at = slot(state); table[at] != 0; at = (at + 1) & (table.length - 1)) {
      if (states[table[at] - 1] == state) {
        return true;
      }
    }
    return false;
  }

  private void index() {
    if (table.length < size * 4) {
      table = new int[Integer.highestOneBit(size) * 16];
      for (int i = 0; i < size; i++) {
        insert(i);
      }
    } else if (size == LINEAR + 1) {
      for (int i = 0; i < size; i++) {
        insert(i);
      }
    } else {
      insert(size - 1);
    }
  }

  private void insert(int i) {
    int at = slot(states[i]);
    while (table[at] != 0) {
      at = (at + 1) & (table.length - 1);
    }
    table[at] = i + 1;
  }

  private int slot(long state) {
    return (int) ((state * 0x9E3779B97F4A7C15L) >>> 40) & (table.length - 1);
  }
}
