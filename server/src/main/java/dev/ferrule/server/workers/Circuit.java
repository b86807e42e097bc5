package dev.ferrule.server.workers;

import java.time.Duration;
import java.util.Locale;

/**
 * Whether a function is worth asking. It opens when {@link #FEWEST_MISSES} calls in a row came to
 * nothing within more than {@link #PATIENCE}; then one call is let through every {@link #PAUSE},
 * and the first answer closes it. That a function raises is an answer. Confined to a lock.
 */
final class Circuit {
  static final int FEWEST_MISSES = 8;
  static final Duration PATIENCE = Duration.ofSeconds(1);
  static final Duration PAUSE = Duration.ofSeconds(1);

  private State state = State.CLOSED;
  private int misses;
  private long firstMissNanos;
  private long nextTryNanos;
  private long opened;

  /** Whether calls go through. */
  enum State {
    CLOSED,
    OPEN,
    /** One call is on its way to see. */
    HALF_OPEN;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean admits(long nowNanos) {
    if (state == State.CLOSED) {
      return true;
    }
    if (nowNanos - nextTryNanos < 0) {
      return false;
    }
    state = State.HALF_OPEN;
    nextTryNanos = nowNanos + PAUSE.toNanos();
    return true;
  }

  void answered() {
    misses = 0;
    state = State.CLOSED;
  }

  void missed(long nowNanos) {
    if (misses++ == 0) {
      firstMissNanos = nowNanos;
    }
    boolean open = misses >= FEWEST_MISSES && nowNanos - firstMissNanos >= PATIENCE.toNanos();
    if (state == State.HALF_OPEN || (state == State.CLOSED && open)) {
      opened += state == State.CLOSED ? 1 : 0;
      state = State.OPEN;
      nextTryNanos = nowNanos + PAUSE.toNanos();
    }
  }

  /** A worker came: the next call is let through to see. */
  void tryNow(long nowNanos) {
    nextTryNanos = nowNanos;
  }

  State state() {
    return state;
  }

  /** How often it opened. */
  long opened() {
    return opened;
  }
}
