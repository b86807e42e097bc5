package dev.ferrule.server.tracing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each request that took long, with its stages; of many at once, a bounded number. Nothing of
 * what was asked or answered is in a line. Thread-safe.
 */
final class SlowRequests {
  private static final Logger LOG = LoggerFactory.getLogger(SlowRequests.class);
  private static final int MOST_LINES_IN_SECOND = 20;

  private final long slowNanos;
  private final Counter counter;
  private long secondNanos = System.nanoTime();
  private int lines;
  private long leftOut;

  /**
   * @param slow from which time on a request is slow; zero for never
   */
  SlowRequests(Duration slow, MeterRegistry meters) {
    this.slowNanos = slow.isZero() ? Long.MAX_VALUE : slow.toNanos();
    this.counter = meters.counter("ferrule_slow_requests");
  }

  void look(Trace trace, String method, String route, String status, long tookNanos) {
    if (tookNanos < slowNanos) {
      return;
    }
    counter.increment();
    long others = place();
    if (others < 0) {
      return;
    }
    var line = new StringBuilder(200);
    line.append("slow request: method=").append(method).append(" route=").append(route);
    line.append(" status=").append(status).append(" took_ms=").append(millis(tookNanos / 1e6));
    trace.stages(
        (stage, took) -> line.append(' ').append(stage.text()).append("_ms=").append(millis(took)));
    if (trace.id() != null) {
      line.append(" trace=").append(trace.id());
    }
    if (others > 0) {
      line.append(" left_out=").append(others);
    }
    LOG.warn("{}", line);
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** How many were left out since the last line, or -1 when this one is, too. */
  private synchronized long place() {
    long now = System.nanoTime();
    if (now - secondNanos >= TimeUnit.SECONDS.toNanos(1)) {
      secondNanos = now;
      lines = 0;
    }
    if (++lines > MOST_LINES_IN_SECOND) {
      leftOut++;
      return -1;
    }
    long before = leftOut;
    leftOut = 0;
    return before;
  }
}
