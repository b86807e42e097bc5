package dev.ferrule.server.webhooks;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How fast one webhook is called: freely, until it fails often in a row; then one call at a time
 * with waits between that grow, until one is taken. Pauses are spans, so setting the clock does not
 * change them. Thread-safe.
 */
final class Pace {
  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  private final WebhookLimits limits;
  private int failuresInRow;
  private long pausedUntilNanos = System.nanoTime();

  Pace(WebhookLimits limits) {
    this.limits = limits;
  }

  synchronized void taken() {
    failuresInRow = 0;
    pausedUntilNanos = System.nanoTime();
  }

  synchronized void failed(Calls.Outcome outcome) {
    failuresInRow++;
    long pause = 0;
    int over = failuresInRow - limits.failuresToSlow();
    if (over >= 0) {
      pause = Math.min(LONGEST_PAUSE_MILLIS, limits.firstWait().toMillis() << Math.min(over, 16));
    }
    Duration asked = outcome.retryAfter();
    if (asked != null) {
      pause = Math.max(pause, asked.toMillis());
    }
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
    if (until - pausedUntilNanos > 0) {
      pausedUntilNanos = until;
    }
  }

  /** How long until the next call may begin; 0 or less when it may. */
  synchronized long pauseMillis() {
    long left = pausedUntilNanos - System.nanoTime();
    return TimeUnit.NANOSECONDS.toMillis(left + TimeUnit.MILLISECONDS.toNanos(1) - 1);
  }

  /** How many calls may be in progress at once. */
  synchronized int concurrent() {
    return failuresInRow >= limits.failuresToSlow() ? 1 : limits.concurrent();
  }

  /** A wait spread by a fifth to both sides, so that what failed together is not tried together. */
  static long spread(long millis) {
    long fifth = millis / 5;
    return millis - fifth + ThreadLocalRandom.current().nextLong(2 * fifth + 1);
  }
}
