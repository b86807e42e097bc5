package dev.ferrule.embed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sequences that wait, sorted into buckets by length so that a batch needs little padding. Bucket
 * bounds grow by about a quarter, which bounds padding to a fifth of a batch. Guarded by its
 * owner's lock.
 */
final class LengthBuckets {
  private static final int FIRST_BOUND = 8;

  private final int maxBatchTokens;
  private final List<ArrayDeque<Waiting>> buckets = new ArrayList<>();

  LengthBuckets(int maxBatchTokens) {
    this.maxBatchTokens = maxBatchTokens;
    for (int bound = FIRST_BOUND; bound <= 16_384; bound += Math.max(4, bound / 4)) {
      buckets.add(new ArrayDeque<>());
    }
  }

  private static int bucket(int tokens) {
    int index = 0;
    for (int bound = FIRST_BOUND;
        bound < tokens && bound <= 16_384;
        bound += Math.max(4, bound / 4)) {
      index++;
    }
    return index;
  }

  void add(Waiting waiting) {
    buckets.get(Math.min(bucket(waiting.tokens()), buckets.size() - 1)).add(waiting);
  }

  /**
   * A batch from the bucket whose first has waited longest, if that arrived at or before {@code
   * dueNanos}; otherwise from one that fills a batch; otherwise null.
   */
  @Nullable List<Waiting> take(long dueNanos) {
    ArrayDeque<Waiting> due = null;
    ArrayDeque<Waiting> full = null;
    for (ArrayDeque<Waiting> bucket : buckets) {
      Waiting first = bucket.peek();
      if (first == null) {
        continue;
      }
      if (first.arrivedNanos() <= dueNanos
          && (due == null || first.arrivedNanos() < due.element().arrivedNanos())) {
        due = bucket;
      }
      if ((long) first.tokens() * bucket.size() >= maxBatchTokens) {
        full = bucket;
      }
    }
    ArrayDeque<Waiting> chosen = due == null ? full : due;
    return chosen == null ? null : batch(chosen);
  }

  private List<Waiting> batch(ArrayDeque<Waiting> bucket) {
    var batch = new ArrayList<Waiting>();
    int width = 0;
    while (!bucket.isEmpty()) {
      int next = Math.max(width, bucket.element().tokens());
      if (!batch.isEmpty() && next * (batch.size() + 1) > maxBatchTokens) {
        break;
      }
      width = next;
      batch.add(bucket.remove());
    }
    return batch;
  }

  /** When the one that waits longest arrived; {@link Long#MAX_VALUE} when none waits. */
  long oldestNanos() {
    long oldest = Long.MAX_VALUE;
    for (ArrayDeque<Waiting> bucket : buckets) {
      Waiting first = bucket.peek();
      if (first != null) {
        oldest = Math.min(oldest, first.arrivedNanos());
      }
    }
    return oldest;
  }

  /** A sequence and who waits for it. */
  record Waiting(Sequence sequence, long arrivedNanos, CompletableFuture<Embedding> future) {
    Waiting(Sequence sequence, long arrivedNanos) {
      this(sequence, arrivedNanos, new CompletableFuture<>());
    }

    /** Its tokens with the two special ones. */
    int tokens() {
      return sequence.ids().length + 2;
    }
  }
}
