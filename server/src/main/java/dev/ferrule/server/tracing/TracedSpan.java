package dev.ferrule.server.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A span of OpenTelemetry. Thread-safe. */
final class TracedSpan {
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("ferrule.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("ferrule.route");
  private static final AttributeKey<String> STATUS = AttributeKey.stringKey("ferrule.status");

  private final Tracer tracer;
  private final Span span;
  private final Context context;

  TracedSpan(Tracer tracer, Context parent, String name, SpanKind kind) {
    this.tracer = tracer;
    this.span = tracer.spanBuilder(name).setParent(parent).setSpanKind(kind).startSpan();
    this.context = parent.with(span);
  }

  boolean isRecording() {
    return span.isRecording();
  }

  String traceId() {
    return span.getSpanContext().getTraceId();
  }

  /** A part that is over. */
  void past(String name, long startedNanos, long endedNanos) {
    long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    long shift = now - System.nanoTime();
    tracer
        .spanBuilder(name)
        .setParent(context)
        .setStartTimestamp(startedNanos + shift, TimeUnit.NANOSECONDS)
        .startSpan()
        .end(endedNanos + shift, TimeUnit.NANOSECONDS);
  }

  TracedSpan call(String name) {
    return new TracedSpan(tracer, context, name, SpanKind.CLIENT);
  }

  void headers(BiConsumer<String, String> header) {
    W3CTraceContextPropagator.getInstance()
        .inject(
            context,
            header,
            (to, name, value) -> {
              if (to != null) {
                to.accept(name, value);
              }
            });
  }

  void failed(String why) {
    span.setStatus(StatusCode.ERROR, why);
  }

  void end(String method, String route, String status, boolean ok) {
    span.setAttribute(METHOD, method);
    span.setAttribute(ROUTE, route);
    span.setAttribute(STATUS, status);
    if (!ok) {
      span.setStatus(StatusCode.ERROR, status);
    }
    span.end();
  }

  void end() {
    span.end();
  }
}
