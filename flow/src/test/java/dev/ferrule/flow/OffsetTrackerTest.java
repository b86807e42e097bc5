package dev.ferrule.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {
  @Test
  void thePositionWaitsForTheFirstThatIsNotDone() {
    var tracker = new OffsetTracker(4);
    long first = tracker.begin(10);
    long second = tracker.begin(11);
    long third = tracker.begin(15); // the topic was compacted
    tracker.done(third);
    tracker.done(second);
    assertEquals(-1, tracker.position());
    assertEquals(3, tracker.size());
    tracker.done(first);
    assertEquals(16, tracker.position());
    assertEquals(0, tracker.size());
  }

  @Test
  void aSlowRecordHoldsUpWhatMayBegin() {
    var tracker = new OffsetTracker(3);
    long slow = tracker.begin(0);
    tracker.done(tracker.begin(1));
    tracker.done(tracker.begin(2));
    assertFalse(tracker.hasRoom());
    assertThrows(IllegalStateException.class, () -> tracker.begin(3));
    tracker.done(slow);
    assertTrue(tracker.hasRoom());
    assertEquals(3, tracker.position());
  }

  @Test
  void aCapacityIsWithinItsBounds() {
    assertThrows(IllegalArgumentException.class, () -> new OffsetTracker(0));
    assertThrows(IllegalArgumentException.class, () -> new OffsetTracker((1 << 24) + 1));
  }

  @Test
  void thePositionIsWhatASlowModelSaysInAnyOrderOfEnds() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      var tracker = new OffsetTracker(1 + random.nextInt(40));
      var open = new TreeMap<Long, Long>(); // offset to ticket
      long offset = random.nextInt(1000);
      long last = -1;
      for (int step = 0; step < 500; step++) {
        if (tracker.hasRoom() && random.nextBoolean()) {
          open.put(offset, tracker.begin(offset));
          last = offset;
          offset += 1 + random.nextInt(3);
        } else if (!open.isEmpty()) {
          var entries = new ArrayList<>(open.entrySet());
          var ended = entries.get(random.nextInt(entries.size()));
          tracker.done(ended.getValue());
          open.remove(ended.getKey());
        }
        if (open.isEmpty()) {
          assertEquals(last < 0 ? -1 : last + 1, tracker.position(), "seed " + seed);
        } else {
          assertTrue(tracker.position() <= open.firstKey(), "seed " + seed);
        }
      }
    }
  }

  @Test
  void recordsEndOnOtherThreads() throws Exception {
    var tracker = new OffsetTracker(64);
    try (var threads = Executors.newFixedThreadPool(3)) {
      for (long offset = 0; offset < 200_000; offset++) {
        while (!tracker.hasRoom()) {
          Thread.onSpinWait();
        }
        long ticket = tracker.begin(offset);
        threads.execute(() -> tracker.done(ticket));
      }
    }
    assertEquals(200_000, tracker.position());
  }
}
