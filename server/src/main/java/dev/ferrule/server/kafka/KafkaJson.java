package dev.ferrule.server.kafka;

import dev.ferrule.flow.kafka.SourceStatus;
import dev.ferrule.server.http.Json;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the node says of Kafka in its status. Stateless. */
public final class KafkaJson {
  private KafkaJson() {}

  /** The state of source and result topic as JSON; see docs/kafka.md. */
  public static ObjectNode of(KafkaPath kafka) {
    ObjectNode json = Json.object();
    SourceStatus source = kafka.source();
    if (source != null) {
      ObjectNode read = json.putObject("source");
      read.put("state", source.state().name().toLowerCase(Locale.ROOT))
          .put("problem", source.problem())
          .put("records", source.records())
          .put("dead_letters", source.deadLetters())
          .put("rebalances", source.rebalances());
      ArrayNode partitions = read.putArray("partitions");
      for (SourceStatus.Partition partition : source.partitions()) {
        partitions
            .addObject()
            .put("partition", partition.number())
            .put("committed", partition.committed())
            .put("in_flight", partition.inFlight())
            .put("lag", partition.lag());
      }
    }
    json.putObject("results")
        .put("problem", kafka.problem())
        .put("written", kafka.written())
        .put("behind", kafka.behind());
    return json;
  }
}
