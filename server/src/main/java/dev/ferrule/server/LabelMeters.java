package dev.ferrule.server;

import dev.ferrule.server.labels.StoredLabels;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What is measured of labels. Stateless. */
final class LabelMeters {
  private LabelMeters() {}

  static void register(StoredLabels labels, MeterRegistry registry) {
    FunctionCounter.builder("ferrule_label_cache_hits", labels, l -> l.counts().hits())
        .register(registry);
    FunctionCounter.builder("ferrule_label_cache_misses", labels, l -> l.counts().misses())
        .register(registry);
    FunctionCounter.builder("ferrule_label_changes", labels, l -> l.counts().changes())
        .register(registry);
    Gauge.builder("ferrule_label_delayed_waiting", labels, StoredLabels::delayedWaiting)
        .register(registry);
  }
}
