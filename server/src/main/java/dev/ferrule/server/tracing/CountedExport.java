package dev.ferrule.server.tracing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was sent and what was not, and says once when that changes. Thread-safe. */
final class CountedExport implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(CountedExport.class);

  private final SpanExporter exporter;
  private final Counter sent;
  private final Counter failed;
  private final AtomicBoolean works = new AtomicBoolean(true);

  CountedExport(SpanExporter exporter, MeterRegistry meters) {
    this.exporter = exporter;
    this.sent = meters.counter("ferrule_tracing_sent_spans");
    this.failed = meters.counter("ferrule_tracing_failed_spans");
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> {
      boolean now = result.isSuccess();
      (now ? sent : failed).increment(spans.size());
      if (works.getAndSet(now) != now) {
        if (now) {
          LOG.info("traces are sent again");
        } else {
          LOG.warn(
              "traces cannot be sent and are dropped: expected tracing.endpoint to take them,"
                  + " found no answer or a refusal");
        }
      }
    });
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
