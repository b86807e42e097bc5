package dev.ferrule.bench;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How many events a second come from one topic, are evaluated with their results on disk, and go to
 * another? The broker runs beside the node on the same cores; all events are in the topic before
 * the node begins, and the first quarter is not measured.
 */
final class KafkaEvents {
  private static final Pattern USER = Pattern.compile("\"user\":\\{\"id\":\"([^\"]+)\"");
  private static final String EVENTS = "bench-events";
  private static final String RESULTS = "bench-results";

  private KafkaEvents() {}

  static void measure(Report report, Main.Setup setup) throws IOException {
    int count = setup.quick() ? 40_000 : 500_000;
    try (var broker = KafkaBroker.start(setup)) {
      broker.create(EVENTS, RESULTS);
      fill(broker, Files.readAllLines(SafetyEvents.withoutIds(setup)), count);
      var settings =
          Map.of(
              "log.level",
              "warn",
              "events.entity_path",
              "$.user.id",
              "kafka.bootstrap_servers",
              broker.servers(),
              "kafka.source_topic",
              EVENTS,
              "kafka.result_topic",
              RESULTS);
      try (var node = NodeProcess.start(setup, "events-kafka", settings)) {
        node.publish(setup.home().resolve("examples/safety"));
        Map<String, Object> row = report.row("ferrule");
        row.put("how", "Kafka to Kafka, the broker beside it");
        row.put("events/s", Math.round(perSecond(broker, count)));
        row.put("failed", 0L);
        row.put("RSS MiB", Math.round(node.residentMib()));
        System.err.println("  " + row);
      }
    }
  }

  private static void fill(KafkaBroker broker, List<String> lines, int count) {
    try (var producer = broker.producer()) {
      for (int i = 0; i < count; i++) {
        String line = lines.get(i % lines.size());
        Matcher user = USER.matcher(line);
        byte[] key = KafkaBroker.utf8(user.find() ? user.group(1) : "none");
        producer.send(new ProducerRecord<>(EVENTS, key, KafkaBroker.utf8(line)));
      }
    }
  }

  private static double perSecond(KafkaBroker broker, int count) {
    long deadline = System.nanoTime() + 600_000_000_000L;
    long begun = 0;
    long first = 0;
    long done = broker.count(RESULTS);
    while (done < count) {
      if (System.nanoTime() > deadline) {
        throw new FerruleException(
            ErrorCode.INTERNAL,
            "expected %d results in the topic, found %d".formatted(count, done));
      }
      Peer.pause(100);
      done = broker.count(RESULTS);
      if (begun == 0 && done >= count / 4) {
        begun = System.nanoTime();
        first = done;
      }
    }
    if (done != count) {
      throw new FerruleException(
          ErrorCode.INTERNAL, "expected %d results, found more: %d".formatted(count, done));
    }
    return (done - first) * 1e9 / (System.nanoTime() - begun);
  }
}
