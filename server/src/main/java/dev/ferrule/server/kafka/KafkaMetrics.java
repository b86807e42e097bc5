package dev.ferrule.server.kafka;

import dev.ferrule.flow.kafka.SourceStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What is measured of Kafka. Thread-safe. */
public final class KafkaMetrics {
  private final KafkaPath kafka;
  private final MultiGauge lag;
  private final MultiGauge inFlight;
  private final MultiGauge committed;

  public KafkaMetrics(KafkaPath kafka, MeterRegistry registry) {
    this.kafka = kafka;
    source("ferrule_kafka_records", SourceStatus::records, registry);
    source("ferrule_kafka_dead_letters", SourceStatus::deadLetters, registry);
    source("ferrule_kafka_rebalances", SourceStatus::rebalances, registry);
    FunctionCounter.builder("ferrule_kafka_written_records", kafka, KafkaPath::written)
        .register(registry);
    FunctionCounter.builder("ferrule_kafka_producer_errors", kafka, KafkaPath::writeErrors)
        .register(registry);
    Gauge.builder("ferrule_kafka_results_behind", kafka, KafkaPath::behind).register(registry);
    Gauge.builder("ferrule_kafka_running", kafka, KafkaMetrics::running).register(registry);
    lag = MultiGauge.builder("ferrule_kafka_lag").register(registry);
    inFlight = MultiGauge.builder("ferrule_kafka_in_flight").register(registry);
    committed = MultiGauge.builder("ferrule_kafka_committed_offset").register(registry);
  }

  private void source(String name, ToDoubleFunction<SourceStatus> value, MeterRegistry registry) {
    FunctionCounter.builder(
            name,
            kafka,
            k -> {
              SourceStatus status = k.source();
              return status == null ? 0 : value.applyAsDouble(status);
            })
        .register(registry);
  }

  private static double running(KafkaPath kafka) {
    SourceStatus status = kafka.source();
    return status == null || status.state() == SourceStatus.State.RUNNING ? 1 : 0;
  }

  /** Brings the rows for each partition up to date; one at a time. */
  public void refresh() {
    SourceStatus status = kafka.source();
    List<SourceStatus.Partition> partitions = status == null ? List.of() : status.partitions();
    lag.register(rows(partitions, SourceStatus.Partition::lag), true);
    inFlight.register(rows(partitions, SourceStatus.Partition::inFlight), true);
    committed.register(rows(partitions, SourceStatus.Partition::committed), true);
  }

  private static List<MultiGauge.Row<?>> rows(
      List<SourceStatus.Partition> partitions, ToDoubleFunction<SourceStatus.Partition> value) {
    return partitions.stream()
        .<MultiGauge.Row<?>>map(partition ->
            MultiGauge.Row.of(
                Tags.of(
                    "topic", partition.topic(), "partition", Integer.toString(partition.number())),
                value.applyAsDouble(partition)))
        .toList();
  }
}
