package dev.ferrule.server;

import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.server.inbox.Inbox;
import dev.ferrule.server.sinks.Sinks;
import dev.ferrule.server.webhooks.Webhook;
import dev.ferrule.server.webhooks.Webhooks;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;

/** What waits, failed and was delivered. Thread-safe. */
final class EventMetrics {
  private final Webhooks webhooks;
  private final MultiGauge delivered;
  private final MultiGauge failed;
  private final MultiGauge waiting;
  private final MultiGauge behind;
  private final Sinks sinks;
  private final MultiGauge sinkWritten;
  private final MultiGauge sinkFailed;
  private final MultiGauge sinkBehind;

  EventMetrics(
      MeterRegistry registry,
      Inbox inbox,
      DeadLetters deadLetters,
      Webhooks webhooks,
      Sinks sinks) {
    this.webhooks = webhooks;
    this.sinks = sinks;
    gauge(registry, "ferrule_inbox_events", inbox, Inbox::events);
    gauge(registry, "ferrule_inbox_bytes", inbox, Inbox::bytes);
    gauge(registry, "ferrule_dead_letters", deadLetters, DeadLetters::count);
    gauge(registry, "ferrule_dead_letter_bytes", deadLetters, DeadLetters::bytes);
    counter(registry, "ferrule_inbox_failed", inbox, Inbox::failed);
    counter(registry, "ferrule_dead_letters_refused", deadLetters, DeadLetters::refused);
    // counts since the start, by webhook and sink; gauges as their rows come and go
    delivered = MultiGauge.builder("ferrule_webhook_delivered").register(registry);
    failed = MultiGauge.builder("ferrule_webhook_failed").register(registry);
    waiting = MultiGauge.builder("ferrule_webhook_waiting").register(registry);
    behind = MultiGauge.builder("ferrule_webhook_behind").register(registry);
    sinkWritten = MultiGauge.builder("ferrule_sink_written").register(registry);
    sinkFailed = MultiGauge.builder("ferrule_sink_failed").register(registry);
    sinkBehind = MultiGauge.builder("ferrule_sink_behind").register(registry);
  }

  private static <T> void gauge(
      MeterRegistry registry, String name, T subject, ToDoubleFunction<T> value) {
    Gauge.builder(name, subject, value).register(registry);
  }

  private static <T> void counter(
      MeterRegistry registry, String name, T subject, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, subject, value).register(registry);
  }

  /** Brings the rows up to date; called before the metrics are read. */
  synchronized void measure() {
    delivered.register(rows(Webhooks.Counts::delivered), true);
    failed.register(rows(Webhooks.Counts::failed), true);
    waiting.register(rows(Webhooks.Counts::waiting), true);
    behind.register(rows(Webhooks.Counts::behind), true);
    sinkWritten.register(sinkRows(Sinks.Counts::written), true);
    sinkFailed.register(sinkRows(Sinks.Counts::failed), true);
    sinkBehind.register(sinkRows(Sinks.Counts::behind), true);
  }

  private Iterable<MultiGauge.Row<?>> rows(ToDoubleFunction<Webhooks.Counts> value) {
    return webhooks.list().stream().<MultiGauge.Row<?>>map(webhook -> row(webhook, value)).toList();
  }

  private Iterable<MultiGauge.Row<?>> sinkRows(ToDoubleFunction<Sinks.Counts> value) {
    return sinks.counts().stream()
        .<MultiGauge.Row<?>>map(
            each -> MultiGauge.Row.of(Tags.of("sink", each.name()), value.applyAsDouble(each)))
        .toList();
  }

  private MultiGauge.Row<?> row(Webhook webhook, ToDoubleFunction<Webhooks.Counts> value) {
    return MultiGauge.Row.of(
        Tags.of("webhook", webhook.name()), value.applyAsDouble(webhooks.counts(webhook.name())));
  }
}
