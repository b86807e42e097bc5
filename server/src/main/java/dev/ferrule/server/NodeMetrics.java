package dev.ferrule.server;

import dev.ferrule.embed.Batcher;
import dev.ferrule.embed.Embedder;
import dev.ferrule.server.collections.Collection;
import dev.ferrule.server.collections.Collections;
import dev.ferrule.server.collections.Models;
import dev.ferrule.server.config.Settings;
import dev.ferrule.store.Store;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

/** What the node measures of itself, in Prometheus' format. Thread-safe. */
final class NodeMetrics {
  private static final double NANOS_IN_SECOND = 1e9;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Models models;
  private final Collections collections;
  private final MultiGauge documents;
  private final MultiGauge chunks;
  private final MultiGauge behind;
  private final MultiGauge lag;
  private final List<Runnable> before = new CopyOnWriteArrayList<>();

  @SuppressWarnings("resource") // the garbage collector's listeners live as long as the process
  NodeMetrics(Settings settings, Store store, Models models, Collections collections) {
    this.models = models;
    this.collections = collections;
    new JvmMemoryMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    StoreMetrics.register(store, settings.data(), registry);
    LimitMetrics.register(settings, registry);
    embedding("ferrule_embedding_sequences", b -> b.counts().sequences());
    embedding("ferrule_embedding_tokens", b -> b.counts().tokens());
    embedding("ferrule_embedding_padding_tokens", b -> b.counts().paddingTokens());
    embedding("ferrule_embedding_batches", b -> b.counts().batches());
    embedding("ferrule_embedding_wait_seconds", b -> b.counts().waitedNanos() / NANOS_IN_SECOND);
    embedding("ferrule_embedding_run_seconds", b -> b.counts().ranNanos() / NANOS_IN_SECOND);
    Gauge.builder("ferrule_embedding_cached_queries", models, m -> sum(m, Embedder::cachedQueries))
        .register(registry);
    counter("ferrule_embedding_cache_hits", models, m -> sum(m, Embedder::cacheHits));
    counter("ferrule_embedding_cache_misses", models, m -> sum(m, Embedder::cacheMisses));
    Gauge.builder(
            "ferrule_embedding_waiting_tokens",
            models,
            m -> sum(m, e -> e.batcher().waitingTokens()))
        .register(registry);
    documents = MultiGauge.builder("ferrule_collection_documents").register(registry);
    chunks = MultiGauge.builder("ferrule_collection_chunks").register(registry);
    behind = MultiGauge.builder("ferrule_collection_behind").register(registry);
    lag = MultiGauge.builder("ferrule_collection_lag_seconds").register(registry);
  }

  private <T> void counter(String name, T subject, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, subject, value).register(registry);
  }

  private void embedding(String name, ToDoubleFunction<Batcher> value) {
    counter(name, models, m -> sum(m, e -> value.applyAsDouble(e.batcher())));
  }

  private static double sum(Models models, ToDoubleFunction<Embedder> value) {
    return models.loaded().values().stream().mapToDouble(value).sum();
  }

  MeterRegistry registry() {
    return registry;
  }

  /** Has {@code measuring} done before each scrape, one at a time. */
  void beforeScrape(Runnable measuring) {
    before.add(measuring);
  }

  /** One at a time: two that register the same rows at once would leave some of them twice. */
  synchronized String scrape() {
    documents.register(rows(c -> collections.documents().count(c.stored())), true);
    chunks.register(rows(c -> c.index().chunks()), true);
    behind.register(rows(c -> c.isCaughtUp() ? 0 : 1), true);
    lag.register(rows(c -> c.behindNanos() / NANOS_IN_SECOND), true);
    before.forEach(Runnable::run);
    return registry.scrape();
  }

  private Iterable<MultiGauge.Row<?>> rows(ToDoubleFunction<Collection> value) {
    var rows = new ArrayList<MultiGauge.Row<?>>();
    for (Collection collection : collections.list()) {
      rows.add(
          MultiGauge.Row.of(
              Tags.of("collection", collection.schema().name()), value.applyAsDouble(collection)));
    }
    return rows;
  }
}
