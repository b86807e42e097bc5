package dev.ferrule.server;

import dev.ferrule.server.results.ResultFollower;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.server.results.ResultUpkeep;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.function.ToLongFunction;

/** What is measured of the results and of those who follow them. */
final class ResultMetrics {
  private final ResultLog log;
  private final MultiGauge behind;
  private final MultiGauge missed;

  ResultMetrics(ResultLog log, ResultUpkeep upkeep, MeterRegistry registry) {
    this.log = log;
    counter("ferrule_results_written", l -> l.written().results(), registry);
    counter("ferrule_results_written_bytes", l -> l.written().bytes(), registry);
    counter("ferrule_results_written_blocks", l -> l.written().blocks(), registry);
    Gauge.builder("ferrule_results_bytes", upkeep, ResultUpkeep::bytes).register(registry);
    Gauge.builder("ferrule_results_blocks", upkeep, ResultUpkeep::blocks).register(registry);
    Gauge.builder("ferrule_results_oldest_seconds", upkeep, u -> u.oldestMillis() / 1e3)
        .register(registry);
    this.behind = MultiGauge.builder("ferrule_results_follower_behind").register(registry);
    this.missed = MultiGauge.builder("ferrule_results_follower_missed").register(registry);
  }

  private void counter(String name, ToLongFunction<ResultLog> value, MeterRegistry registry) {
    FunctionCounter.builder(name, log, value::applyAsLong).register(registry);
  }

  /** Brings the figures of the followers up to date. */
  void update() {
    behind.register(rows(ResultFollower::behind), true);
    missed.register(rows(ResultFollower::missed), true);
  }

  private Iterable<MultiGauge.Row<?>> rows(ToLongFunction<ResultFollower> value) {
    var rows = new ArrayList<MultiGauge.Row<?>>();
    for (ResultFollower follower : log.followers()) {
      rows.add(
          MultiGauge.Row.of(Tags.of("follower", follower.name()), value.applyAsLong(follower)));
    }
    return rows;
  }
}
