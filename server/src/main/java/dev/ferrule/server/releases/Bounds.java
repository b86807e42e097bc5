package dev.ferrule.server.releases;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import org.jspecify.annotations.Nullable;

/**
 * What a release on trial must stay within; past it the node goes back by itself. Immutable.
 *
 * @param maxErrorRate the greatest share of events with errors, 0 to 1; null for no bound
 * @param maxP99Millis the greatest time that 99 of 100 evaluations may take; null for no bound
 */
public record Bounds(@Nullable Double maxErrorRate, @Nullable Double maxP99Millis) {
  /** No bounds. */
  public static final Bounds NONE = new Bounds(null, null);

  public Bounds {
    if (maxErrorRate != null && !(maxErrorRate >= 0 && maxErrorRate <= 1)) {
      throw new FerruleException(
          ErrorCode.REQUEST_MALFORMED,
          "expected a share from 0 to 1 in max_error_rate, found " + maxErrorRate);
    }
    if (maxP99Millis != null && !(maxP99Millis > 0 && maxP99Millis < Double.MAX_VALUE)) {
      throw new FerruleException(
          ErrorCode.REQUEST_MALFORMED,
          "expected milliseconds above 0 in max_p99_ms, found " + maxP99Millis);
    }
  }

  /** Whether there is nothing to watch. */
  public boolean isEmpty() {
    return maxErrorRate == null && maxP99Millis == null;
  }
}
