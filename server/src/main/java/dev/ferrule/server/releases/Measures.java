package dev.ferrule.server.releases;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of evaluations and a histogram of their times: four buckets for each power of two, so a
 * quantile is right to a fifth. Thread-safe.
 */
public final class Measures {
  private static final int BUCKETS = 64 * 4;

  private final LongAdder events = new LongAdder();
  private final LongAdder eventsWithErrors = new LongAdder();
  private final AtomicLongArray times = new AtomicLongArray(BUCKETS);

  /** Counts one evaluation. */
  public void count(int errors, long nanos) {
    events.increment();
    if (errors > 0) {
      eventsWithErrors.increment();
    }
    times.incrementAndGet(bucket(Math.max(1, nanos)));
  }

  private static int bucket(long nanos) {
    int power = 63 - Long.numberOfLeadingZeros(nanos);
    int quarter = power < 2 ? 0 : (int) (nanos >>> (power - 2)) & 3;
    return power * 4 + quarter;
  }

  private static long upperNanos(int bucket) {
    int power = bucket / 4;
    return power < 2 ? 1L << (power + 1) : (4L + bucket % 4 + 1) << (power - 2);
  }

  /**
   * Counts at one moment; two of them tell what happened between.
   *
   * @param times how many evaluations took so long, by bucket
   */
  public record Snapshot(long events, long eventsWithErrors, long[] times) {
    /** What was counted since an earlier snapshot. */
    public Snapshot since(Snapshot earlier) {
      long[] difference = times.clone();
      for (int i = 0; i < difference.length; i++) {
        difference[i] -= earlier.times[i];
      }
      return new Snapshot(
          events - earlier.events, eventsWithErrors - earlier.eventsWithErrors, difference);
    }

    /** The time that a share of the evaluations did not exceed; 0 when there were none. */
    public long quantileNanos(double share) {
      long all = 0;
      for (long count : times) {
        all += count;
      }
      long wanted = (long) Math.ceil(all * share);
      long seen = 0;
      for (int i = 0; i < times.length; i++) {
        seen += times[i];
        if (wanted > 0 && seen >= wanted) {
          return upperNanos(i);
        }
      }
      return 0;
    }
  }

  public Snapshot snapshot() {
    long[] copy = new long[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) {
      copy[i] = times.get(i);
    }
    return new Snapshot(events.sum(), eventsWithErrors.sum(), copy);
  }
}
