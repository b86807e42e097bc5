package dev.ferrule.server.events;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids for events that come without one: the milliseconds since 2020 in the upper bits, then ten
 * bits of this node's own, then a counter. They grow with time. Thread-safe.
 */
final class EventIds {
  private static final long EPOCH_MILLIS = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
  private static final int NODE_BITS = 10;
  private static final int COUNTER_BITS = 12;

  private final InstantSource clock;
  private final long node = ThreadLocalRandom.current().nextLong(1L << NODE_BITS);

  /** Milliseconds and counter of the last id. */
  private final AtomicLong last = new AtomicLong();

  EventIds(InstantSource clock) {
    this.clock = clock;
  }

  long next() {
    long now = (clock.millis() - EPOCH_MILLIS) << COUNTER_BITS;
    long ticket = last.updateAndGet(before -> Math.max(before + 1, now));
    long millis = ticket >>> COUNTER_BITS;
    long counter = ticket & ((1L << COUNTER_BITS) - 1);
    return (millis << (NODE_BITS + COUNTER_BITS)) | (node << COUNTER_BITS) | counter;
  }
}
