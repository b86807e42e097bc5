package dev.ferrule.server;

import dev.ferrule.server.releases.LiveRelease;
import dev.ferrule.server.releases.Measures;
import dev.ferrule.server.releases.Release;
import dev.ferrule.server.releases.ReleaseRunner;
import dev.ferrule.server.releases.ReleaseWatch;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.releases.Routing;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is measured of releases. Only those that run have series, so that there are few however many
 * are published. Confined to one scrape at a time.
 */
final class ReleaseMetrics {
  private static final double NANOS_IN_SECOND = 1e9;
  private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};

  private final MeterRegistry registry;
  private final Releases releases;
  private final MultiGauge times;
  private final Map<LiveRelease, List<Meter>> counters = new HashMap<>();

  ReleaseMetrics(
      MeterRegistry registry, Releases releases, ReleaseRunner runner, ReleaseWatch watch) {
    this.registry = registry;
    this.releases = releases;
    FunctionCounter.builder("ferrule_release_swaps", runner, r -> r.counts().swaps())
        .register(registry);
    FunctionCounter.builder("ferrule_release_compiles", runner, r -> r.counts().compiles())
        .register(registry);
    FunctionCounter.builder(
            "ferrule_release_compile_seconds",
            runner,
            r -> r.counts().compileNanos() / NANOS_IN_SECOND)
        .register(registry);
    FunctionCounter.builder("ferrule_release_automatic_rollbacks", watch, ReleaseWatch::rollbacks)
        .register(registry);
    times = MultiGauge.builder("ferrule_release_evaluation_seconds").register(registry);
  }

  /** Brings the series to what runs now. */
  void update() {
    Routing routing = releases.findRouting();
    var running = new ArrayList<LiveRelease>();
    if (routing != null) {
      running.add(routing.live());
      if (routing.candidate() != null) {
        running.add(routing.candidate());
      }
    }
    counters
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !running.contains(entry.getKey());
          if (gone) {
            entry.getValue().forEach(registry::remove);
          }
          return gone;
        });
    running.forEach(release -> counters.computeIfAbsent(release, this::counters));
    times.register(rows(running), true);
  }

  private List<Meter> counters(LiveRelease release) {
    Tags tags = tags(release);
    return List.of(
        FunctionCounter.builder(
                "ferrule_release_events", release, r -> r.measures().snapshot().events())
            .tags(tags)
            .register(registry),
        FunctionCounter.builder(
                "ferrule_release_events_with_errors",
                release,
                r -> r.measures().snapshot().eventsWithErrors())
            .tags(tags)
            .register(registry));
  }

  private static Iterable<MultiGauge.Row<?>> rows(List<LiveRelease> running) {
    var rows = new ArrayList<MultiGauge.Row<?>>();
    for (LiveRelease release : running) {
      Measures.Snapshot counts = release.measures().snapshot();
      for (double quantile : QUANTILES) {
        rows.add(
            MultiGauge.Row.of(
                tags(release).and("quantile", Double.toString(quantile)),
                counts.quantileNanos(quantile) / NANOS_IN_SECOND));
      }
    }
    return rows;
  }

  private static Tags tags(LiveRelease release) {
    return Tags.of("release", Release.shortHash(release.hash()));
  }
}
