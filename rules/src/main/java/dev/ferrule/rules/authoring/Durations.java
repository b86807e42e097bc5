package dev.ferrule.rules.authoring;

import dev.ferrule.rules.authoring.BacktestResult.Cost;
import java.util.ArrayList;
import java.util.List;

/** How long something took, many times over, in steps of about 4 %. Confined. */
final class Durations {
  /* Sixteen steps to each doubling, from 1 ns to more than an hour. */
  private static final int STEPS = 16;
  private final long[] counts = new long[STEPS * 44];
  private long count;
  private long sumNanos;

  void add(long nanos) {
    counts[step(nanos)]++;
    count++;
    sumNanos += nanos;
  }

  private static int step(long nanos) {
    double doublings = Math.log((double) Math.max(1, nanos)) / Math.log(2);
    return (int) Math.min(STEPS * 44 - 1, doublings * STEPS);
  }

  private static double nanosAt(int step) {
    return Math.pow(2, (step + 0.5) / STEPS);
  }

  private double quantile(double share) {
    long wanted = (long) Math.ceil(share * count);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return nanosAt(i);
      }
    }
    return 0;
  }

  /** In microseconds. The histogram has a bar for each doubling, from 1 microsecond. */
  Cost summary() {
    List<Long> bars = new ArrayList<>();
    for (int doubling = 10; doubling < 30; doubling++) {
      long sum = 0;
      for (int i = 0; i < STEPS; i++) {
        sum += counts[doubling * STEPS + i];
      }
      bars.add(sum);
    }
    return new Cost(
        count == 0 ? 0 : sumNanos / 1e3 / count, quantile(0.5) / 1e3, quantile(0.99) / 1e3, bars);
  }
}
