package dev.ferrule.server;

import dev.ferrule.server.config.Settings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** The limits that are set, so that what is measured can be held against them. Stateless. */
final class LimitMetrics {
  private static final List<String> NUMBERS =
      List.of(
          "limits.requests",
          "limits.ingest_requests",
          "limits.connections",
          "embedding.max_waiting_tokens",
          "embedding.cached_queries",
          "events.waiting",
          "events.concurrent",
          "events.inbox_events",
          "workers.waiting");

  private static final List<String> SIZES =
      List.of("limits.buffered_bytes", "events.results_bytes");

  private LimitMetrics() {}

  static void register(Settings settings, MeterRegistry registry) {
    NUMBERS.forEach(key -> register(key, settings.integer(key), registry));
    SIZES.forEach(key -> register(key, (double) settings.bytes(key), registry));
  }

  private static void register(String key, double limit, MeterRegistry registry) {
    Gauge.builder("ferrule_limit", () -> limit).tag("limit", key).register(registry);
  }
}
