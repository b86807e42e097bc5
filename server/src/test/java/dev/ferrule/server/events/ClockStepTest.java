package dev.ferrule.server.events;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A clock that is set, back or forth, gives no id twice and none out of order. */
class ClockStepTest {
  @Test
  void idsGrowWhateverTheClockDoes() {
    var now = new AtomicReference<>(Instant.parse("2026-05-01T12:00:00Z"));
    InstantSource clock = now::get;
    var ids = new EventIds(clock);
    long before = 0;
    for (int i = 0; i < 10_000; i++) {
      if (i % 1_000 == 0) {
        Duration step = Duration.ofHours(i % 2_000 == 0 ? -30 : 7);
        now.updateAndGet(instant -> instant.plus(step));
      }
      long id = ids.next();
      assertTrue(id > before, "after " + i);
      before = id;
    }
  }
}
