package dev.ferrule.rules.regex;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The states of an automaton met so far and where each symbol leads from them. Written under the
 * lock of its owner, read without: see {@link LazyDfa}.
 */
final class StateTable {
  /** Where a symbol leads when that is not known yet. */
  static final int UNKNOWN = 0;

  /** However many symbols there are. */
  private static final int MIN_STATES = 256;

  private static final int MAX_NODES = 1 << 21;

  private final int stride;
  private final int maxStates;
  private int[] next;
  private Stepper.@Nullable Nodes[] states = new Stepper.Nodes[64];
  private int[] byHash = new int[256];

  /** State 0 is none, so that 0 means unknown. */
  private int count = 1;

  private long nodes;

  StateTable(int stride, int maxEntries) {
    this.stride = stride;
    this.maxStates = Math.max(MIN_STATES, maxEntries / stride);
    this.next = new int[16 * stride];
  }

  /** By state and symbol, the row of the next state, negative when it wants a closer look. */
  int[] next() {
    return next;
  }

  int stateCount() {
    return count;
  }

  Stepper.Nodes state(int row) {
    return at(row / stride);
  }

  private Stepper.Nodes at(int index) {
    return Objects.requireNonNull(states[index]);
  }

  boolean isFull() {
    return count >= maxStates || nodes > MAX_NODES;
  }

  void link(int row, int symbol, int to) {
    next[row + symbol] = to;
  }

  /** The row of a state, which is added when it is new. */
  int add(Stepper.Nodes state) {
    int at = hash(state) & (byHash.length - 1);
    while (byHash[at] != 0) {
      if (same(at(byHash[at]), state)) {
        return byHash[at] * stride;
      }
      at = (at + 1) & (byHash.length - 1);
    }
    if (count == states.length) {
      states = Arrays.copyOf(states, 2 * count);
    }
    if ((count + 1) * stride > next.length) {
      next = Arrays.copyOf(next, Math.max((count + 1) * stride, 2 * next.length));
    }
    states[count] = state;
    nodes += state.nodes().length;
    byHash[at] = count;
    int row = count++ * stride;
    if (2 * count > byHash.length) {
      rehash();
    }
    return row;
  }

  private void rehash() {
    byHash = new int[2 * byHash.length];
    for (int i = 1; i < count; i++) {
      int at = hash(at(i)) & (byHash.length - 1);
      while (byHash[at] != 0) {
        at = (at + 1) & (byHash.length - 1);
      }
      byHash[at] = i;
    }
  }

  private static int hash(Stepper.Nodes state) {
    int hash = Arrays.hashCode(state.nodes()) * 31 + state.before();
    return ((hash * 31 + Arrays.hashCode(state.found())) * 0x9E37_79B9) >>> 8;
  }

  private static boolean same(Stepper.Nodes a, Stepper.Nodes b) {
    return a.before() == b.before()
        && Arrays.equals(a.nodes(), b.nodes())
        && Arrays.equals(a.found(), b.found());
  }
}
