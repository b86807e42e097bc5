package dev.ferrule.flow;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Which records of a partition are done, and up to where all are. Records end in any order; the
 * offset moves only past a record when those before it are done too.
 *
 * <p>One thread begins records and asks for the offset; {@link #done} may be called from any.
 */
public final class OffsetTracker {
  private static final int OPEN = 0;
  private static final int DONE = 1;

  private final int mask;
  private final int capacity;
  private final long[] offsets;
  private final AtomicIntegerArray states;

  /**
   * Tickets of the first record that is not done, as far as was looked, and of the next to come.
   */
  private long first;

  private long next;
  private long position = -1;

  /**
   * @param capacity most records between the first that is not done and the last that was begun
   */
  public OffsetTracker(int capacity) {
    if (capacity < 1 || capacity > 1 << 24) {
      throw new IllegalArgumentException(
          "expected a capacity in 1 to 2^24, found capacity=" + capacity);
    }
    int slots = Integer.highestOneBit(capacity * 2 - 1);
    this.mask = slots - 1;
    this.capacity = capacity;
    this.offsets = new long[slots];
    this.states = new AtomicIntegerArray(slots);
  }

  /** Whether another record may begin. */
  public boolean hasRoom() {
    advance();
    return next - first < capacity;
  }

  /** Begins the record at an offset, greater than those before; gives its ticket. */
  public long begin(long offset) {
    if (!hasRoom()) {
      throw new IllegalStateException("expected room, found none: capacity=" + capacity);
    }
    int slot = (int) next & mask;
    offsets[slot] = offset;
    states.set(slot, OPEN);
    return next++;
  }

  /** A record is done. */
  public void done(long ticket) {
    states.set((int) ticket & mask, DONE);
  }

  /** The offset to go on from: all records before it are done. -1 while none is. */
  public long position() {
    advance();
    return position;
  }

  /** How many records were begun that come at or after the first that is not done. */
  public int size() {
    advance();
    return (int) (next - first);
  }

  private void advance() {
    while (first < next && states.get((int) first & mask) == DONE) {
      position = offsets[(int) first & mask] + 1;
      first++;
    }
  }
}
