package dev.ferrule.server;

import dev.ferrule.rules.declared.WorkerFunctions;
import dev.ferrule.server.workers.WorkerPool;
import dev.ferrule.server.workers.WorkerReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of functions that workers compute: a series for each function and version that a
 * release of this node calls. Confined to one scrape at a time.
 */
final class WorkerMetrics {
  private final WorkerPool pool;
  private final Map<MultiGauge, ToDoubleFunction<WorkerReport.OfFunction>> gauges = new HashMap<>();
  private final Map<Tags, Timer> times = new ConcurrentHashMap<>();
  private final MeterRegistry registry;
  private final MultiGauge failures;
  private final MultiGauge circuit;

  WorkerMetrics(WorkerPool pool, MeterRegistry registry) {
    this.pool = pool;
    this.registry = registry;
    registry.gauge("ferrule_workers", pool, p -> p.workers().size());
    gauge("ferrule_function_calls", WorkerReport.OfFunction::calls, registry);
    gauge("ferrule_function_batches", WorkerReport.OfFunction::batches, registry);
    gauge("ferrule_function_waiting_calls", WorkerReport.OfFunction::waiting, registry);
    gauge("ferrule_function_workers", WorkerReport.OfFunction::workers, registry);
    gauge("ferrule_function_circuit_opened", WorkerReport.OfFunction::circuitOpened, registry);
    failures = MultiGauge.builder("ferrule_function_failures").register(registry);
    pool.measure(this::times);
    circuit = MultiGauge.builder("ferrule_function_circuit_open").register(registry);
  }

  private void gauge(
      String name, ToDoubleFunction<WorkerReport.OfFunction> value, MeterRegistry registry) {
    gauges.put(MultiGauge.builder(name).register(registry), value);
  }

  private LongConsumer times(WorkerFunctions.Versioned function) {
    Tags tags = tags(function.declaration().name(), function.version());
    var timer =
        Timer.builder("ferrule_function_call_seconds")
            .tags(tags)
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofNanos(100_000))
            .maximumExpectedValue(Duration.ofSeconds(30))
            .register(registry);
    times.put(tags, timer);
    return nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Brings the series to what there is now. */
  void update() {
    List<WorkerReport.OfFunction> functions = pool.functions();
    gauges.forEach((gauge, value) ->
        gauge.register(
            functions.stream()
                .<Row<?>>map(each -> Row.of(tags(each), value.applyAsDouble(each)))
                .toList(),
            true));
    Set<Tags> known = functions.stream().map(WorkerMetrics::tags).collect(Collectors.toSet());
    times
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !known.contains(entry.getKey());
          if (gone) {
            registry.remove(entry.getValue());
          }
          return gone;
        });
    var failed = new ArrayList<Row<?>>();
    var open = new ArrayList<Row<?>>();
    for (WorkerReport.OfFunction each : functions) {
      each.failures()
          .forEach((kind, count) -> failed.add(Row.of(tags(each).and("kind", kind), count)));
      open.add(Row.of(tags(each), each.circuit().equals("closed") ? 0 : 1));
    }
    failures.register(failed, true);
    circuit.register(open, true);
  }

  private static Tags tags(WorkerReport.OfFunction function) {
    return tags(function.name(), function.version());
  }

  private static Tags tags(String name, @Nullable String version) {
    return Tags.of("function", name, "version", version == null ? "" : version);
  }
}
