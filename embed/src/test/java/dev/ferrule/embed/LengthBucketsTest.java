package dev.ferrule.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LengthBucketsTest {
  private static final int MAX_BATCH_TOKENS = 100;

  private final LengthBuckets buckets = new LengthBuckets(MAX_BATCH_TOKENS);

  /** Adds a sequence of {@code tokens}, its two special ones included. */
  private void add(int tokens, long arrivedNanos) {
    buckets.add(new LengthBuckets.Waiting(Sequence.of(new int[tokens - 2]), arrivedNanos));
  }

  private static List<Long> arrivals(@Nullable List<LengthBuckets.Waiting> batch) {
    assertNotNull(batch);
    return Objects.requireNonNull(batch).stream().map(LengthBuckets.Waiting::arrivedNanos).toList();
  }

  @Test
  void nothingIsTakenFromNothing() {
    assertNull(buckets.take(Long.MAX_VALUE));
    assertEquals(Long.MAX_VALUE, buckets.oldestNanos());
  }

  @Test
  void whatIsNeitherDueNorFullStays() {
    add(10, 5);
    add(30, 6);
    assertNull(buckets.take(4));
    assertEquals(5, buckets.oldestNanos());
  }

  @Test
  void dueSequenceTakesThoseOfItsLengthAlong() {
    add(10, 5);
    add(40, 6);
    add(11, 90);
    assertEquals(List.of(5L, 90L), arrivals(buckets.take(5)));
    assertEquals(6, buckets.oldestNanos());
    assertNull(buckets.take(5));
    assertEquals(List.of(6L), arrivals(buckets.take(6)));
  }

  @Test
  void ofTwoDueBucketsTheOneThatWaitedLongerGoesFirst() {
    add(10, 7);
    add(40, 6);
    assertEquals(List.of(6L), arrivals(buckets.take(10)));
    assertEquals(List.of(7L), arrivals(buckets.take(10)));
  }

  @Test
  void fullBatchGoesBeforeItIsDueInOrderOfArrival() {
    for (int i = 0; i < 4; i++) {
      add(22, 100 + i);
    }
    assertNull(buckets.take(0));
    add(22, 104);
    assertEquals(List.of(100L, 101L, 102L, 103L), arrivals(buckets.take(0))); // 5 * 22 > 100
    assertEquals(104, buckets.oldestNanos());
    assertNull(buckets.take(0));
  }

  @Test
  void dueComesBeforeFull() {
    for (int i = 0; i < 5; i++) {
      add(22, 100 + i);
    }
    add(60, 50);
    assertEquals(List.of(50L), arrivals(buckets.take(50)));
    assertEquals(4, arrivals(buckets.take(50)).size());
  }

  @Test
  void sequenceLongerThanABatchGoesAlone() {
    add(150, 1);
    add(151, 2);
    assertEquals(List.of(1L), arrivals(buckets.take(0)));
    assertEquals(List.of(2L), arrivals(buckets.take(0)));
  }

  @Test
  void sequencesOfAnyLengthAreTakenInBatchesWithinTheLimits() {
    var random = new Random(1);
    int waiting = 5_000;
    for (int i = 0; i < waiting; i++) {
      add(2 + (random.nextInt(50) == 0 ? random.nextInt(30_000) : random.nextInt(90)), i);
    }
    var taken = new ArrayList<Long>();
    while (taken.size() < waiting) {
      List<LengthBuckets.Waiting> batch =
          Objects.requireNonNull(buckets.take(Long.MAX_VALUE), "something waits");
      int longest = batch.stream().mapToInt(LengthBuckets.Waiting::tokens).max().orElseThrow();
      int tokens = batch.stream().mapToInt(LengthBuckets.Waiting::tokens).sum();
      int cells = longest * batch.size();
      assertTrue(batch.size() == 1 || cells <= MAX_BATCH_TOKENS);
      assertTrue(longest <= 12 || cells - tokens <= cells / 5, () -> tokens + " of " + cells);
      taken.addAll(arrivals(batch));
    }
    assertNull(buckets.take(Long.MAX_VALUE));
    assertEquals(waiting, taken.stream().distinct().count());
  }
}
