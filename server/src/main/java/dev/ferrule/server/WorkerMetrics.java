package dev.ferrule.server;

import dev.ferrule.server.workers.WorkerPool;
import dev.ferrule.server.workers.WorkerReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What is measured of functions that workers compute: a series for each function and version that a
 * release of this node calls. Confined to one scrape at a time.
 */
final class WorkerMetrics {
  private static final double NANOS_IN_SECOND = 1e9;

  private final WorkerPool pool;
  private final Map<MultiGauge, ToDoubleFunction<WorkerReport.OfFunction>> gauges = new HashMap<>();
  private final MultiGauge failures;
  private final MultiGauge seconds;
  private final MultiGauge circuit;

  WorkerMetrics(WorkerPool pool, MeterRegistry registry) {
    this.pool = pool;
    registry.gauge("ferrule_workers", pool, p -> p.workers().size());
    gauge("ferrule_function_calls", WorkerReport.OfFunction::calls, registry);
    gauge("ferrule_function_batches", WorkerReport.OfFunction::batches, registry);
    gauge("ferrule_function_waiting_calls", WorkerReport.OfFunction::waiting, registry);
    gauge("ferrule_function_workers", WorkerReport.OfFunction::workers, registry);
    gauge("ferrule_function_circuit_opened", WorkerReport.OfFunction::circuitOpened, registry);
    failures = MultiGauge.builder("ferrule_function_failures").register(registry);
    seconds = MultiGauge.builder("ferrule_function_call_seconds").register(registry);
    circuit = MultiGauge.builder("ferrule_function_circuit_open").register(registry);
  }

  private void gauge(
      String name, ToDoubleFunction<WorkerReport.OfFunction> value, MeterRegistry registry) {
    gauges.put(MultiGauge.builder(name).register(registry), value);
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
    var failed = new ArrayList<Row<?>>();
    var times = new ArrayList<Row<?>>();
    var open = new ArrayList<Row<?>>();
    for (WorkerReport.OfFunction each : functions) {
      each.failures()
          .forEach((kind, count) -> failed.add(Row.of(tags(each).and("kind", kind), count)));
      times.add(Row.of(tags(each).and("quantile", "0.5"), each.p50Nanos() / NANOS_IN_SECOND));
      times.add(Row.of(tags(each).and("quantile", "0.99"), each.p99Nanos() / NANOS_IN_SECOND));
      open.add(Row.of(tags(each), each.circuit().equals("closed") ? 0 : 1));
    }
    failures.register(failed, true);
    seconds.register(times, true);
    circuit.register(open, true);
  }

  private static Tags tags(WorkerReport.OfFunction function) {
    String version = function.version();
    return Tags.of("function", function.name(), "version", version == null ? "" : version);
  }
}
