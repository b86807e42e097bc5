package dev.ferrule.server.tracing;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.config.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans to where {@code tracing.endpoint} says, by OTLP over HTTP. What is not sent in time
 * is dropped and counted: no request waits for it. Thread-safe.
 */
final class SpanExport implements AutoCloseable {
  private static final int MOST_WAITING = 2_048;
  private static final int MOST_IN_BATCH = 512;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Held, as java.util.logging forgets the levels of loggers that nobody holds. */
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  private static final TextMapGetter<Function<String, @Nullable String>> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Function<String, @Nullable String> carrier) {
          return List.of("traceparent", "tracestate");
        }

        @Override
        public @Nullable String get(
            @Nullable Function<String, @Nullable String> carrier, String key) {
          return carrier == null ? null : carrier.apply(key);
        }
      };

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private SpanExport(Settings settings, String version, String node, MeterRegistry meters) {
    LIBRARY.setLevel(Level.OFF); // CountedExport says once what it would say each time
    var sent =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint(settings.text("tracing.endpoint")))
            .setConnectTimeout(TIMEOUT)
            .setTimeout(TIMEOUT)
            .setRetryPolicy(
                null); // what fails is dropped and counted: a queue that grows helps nobody
    String authorization = settings.text("tracing.authorization");
    if (!authorization.isEmpty()) {
      sent.addHeader("authorization", authorization);
    }
    var waiting =
        BatchSpanProcessor.builder(new CountedExport(sent.build(), meters))
            .setMaxQueueSize(MOST_WAITING)
            .setMaxExportBatchSize(MOST_IN_BATCH)
            .setScheduleDelay(PAUSE)
            .setExporterTimeout(TIMEOUT)
            .build();
    this.provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(
                    Attributes.of(
                        AttributeKey.stringKey("service.name"), "ferrule",
                        AttributeKey.stringKey("service.version"), version,
                        AttributeKey.stringKey("service.instance.id"), node)))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(share(settings))))
            .addSpanProcessor(new CountedSpans(meters))
            .addSpanProcessor(waiting)
            .build();
    this.tracer = provider.get("ferrule");
  }

  /** What the settings ask for, or null when they name no endpoint. */
  static @Nullable SpanExport of(
      Settings settings, String version, String node, MeterRegistry meters) {
    return settings.text("tracing.endpoint").isEmpty()
        ? null
        : new SpanExport(settings, version, node, meters);
  }

  private static double share(Settings settings) {
    double share = settings.decimal("tracing.share");
    if (share > 1) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a share from 0 to 1 in tracing.share, found %s".formatted(share));
    }
    return share;
  }

  private static String endpoint(String base) {
    try {
      URI uri = URI.create(base);
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return base.replaceAll("/+$", "") + "/v1/traces";
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new FerruleException(
        ErrorCode.CONFIG_INVALID,
        "expected a URL as http://127.0.0.1:4318 in tracing.endpoint, found another text");
  }

  TracedSpan request(String name, Function<String, @Nullable String> header) {
    Context parent =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), header, HEADERS);
    return new TracedSpan(tracer, parent, name, SpanKind.SERVER);
  }

  TracedSpan call(String name) {
    return new TracedSpan(tracer, Context.root(), name, SpanKind.CLIENT);
  }

  @Override
  public void close() {
    provider.shutdown().join(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
