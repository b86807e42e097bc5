package dev.ferrule.server;

import dev.ferrule.store.Store;
import dev.ferrule.store.StoreHealth;
import dev.ferrule.store.StoreSettings;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What is measured of the store and its disk. Stateless. */
final class StoreMetrics {
  private StoreMetrics() {}

  static void register(Store store, Path data, MeterRegistry registry) {
    Gauge.builder("ferrule_store_waiting_transactions", store, Store::waiting).register(registry);
    counter(registry, "ferrule_store_transactions", store, s -> s.commitCounts().transactions());
    counter(registry, "ferrule_store_syncs", store, s -> s.commitCounts().batches());
    commits(store, registry);
    health(registry, "ferrule_store_block_cache_bytes", store, StoreHealth::blockCacheBytes);
    health(registry, "ferrule_store_memtable_bytes", store, StoreHealth::memtableBytes);
    health(registry, "ferrule_store_table_reader_bytes", store, StoreHealth::tableReaderBytes);
    health(
        registry,
        "ferrule_store_pending_compaction_bytes",
        store,
        StoreHealth::pendingCompactionBytes);
    health(registry, "ferrule_store_running_compactions", store, StoreHealth::runningCompactions);
    health(registry, "ferrule_store_running_flushes", store, StoreHealth::runningFlushes);
    health(registry, "ferrule_store_stopped", store, h -> h.stopped() ? 1 : 0);
    health(
        registry,
        "ferrule_store_delayed_bytes_per_second",
        store,
        StoreHealth::delayedBytesPerSecond);
    health(registry, "ferrule_store_background_errors", store, StoreHealth::backgroundErrors);
    health(registry, "ferrule_store_live_bytes", store, StoreHealth::liveBytes);
    Gauge.builder("ferrule_store_block_cache_limit_bytes", StoreSettings.DEFAULT::blockCacheBytes)
        .register(registry);
    Gauge.builder("ferrule_data_free_bytes", data, d -> d.toFile().getUsableSpace())
        .register(registry);
  }

  private static void commits(Store store, MeterRegistry registry) {
    var times =
        Timer.builder("ferrule_store_commit_seconds")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofNanos(50_000))
            .maximumExpectedValue(Duration.ofSeconds(30))
            .register(registry);
    var sizes =
        DistributionSummary.builder("ferrule_store_commit_transactions")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024)
            .register(registry);
    store.listen((nanos, transactions) -> {
      times.record(nanos, TimeUnit.NANOSECONDS);
      sizes.record(transactions);
    });
  }

  private static void counter(
      MeterRegistry registry, String name, Store store, ToDoubleFunction<Store> value) {
    FunctionCounter.builder(name, store, value).register(registry);
  }

  private static void health(
      MeterRegistry registry, String name, Store store, ToDoubleFunction<StoreHealth> value) {
    Gauge.builder(name, store, s -> value.applyAsDouble(s.health())).register(registry);
  }
}
