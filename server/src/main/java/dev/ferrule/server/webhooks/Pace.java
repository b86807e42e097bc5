package dev.ferrule.server.webhooks;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How fast one webhook is called: freely, until it fails often in a row; then one call at a time
 * with waits between that grow, until one is taken. Thread-safe.
 */
final class Pace {
  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  private final WebhookLimits limits;
  private int failuresInRow;
  private long pausedUntilMillis;

  Pace(WebhookLimits limits) {
    this.limits = limits;
  }

  synchronized void taken() {
    failuresInRow = 0;
    pausedUntilMillis = 0;
  }

  synchronized void failed(Calls.Outcome outcome, long nowMillis) {
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
    pausedUntilMillis = Math.max(pausedUntilMillis, nowMillis + pause);
  }

  /** When the next call may begin. */
  synchronized long pausedUntilMillis() {
    return pausedUntilMillis;
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
