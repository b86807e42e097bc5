package dev.ferrule.server.releases;

import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids for entries of the history: milliseconds in Unix time with a counter, then digits of this
 * node's own. They sort as text. Thread-safe.
 */
final class HistoryIds {
  private static final int COUNTER_BITS = 10;

  private final InstantSource clock;
  private final int node = ThreadLocalRandom.current().nextInt(1 << 16);
  private final AtomicLong last = new AtomicLong();

  HistoryIds(InstantSource clock) {
    this.clock = clock;
  }

  String next() {
    long now = clock.millis() << COUNTER_BITS;
    return "%016x%04x".formatted(last.updateAndGet(before -> Math.max(before + 1, now)), node);
  }
}
