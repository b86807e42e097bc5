package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.http.Json;
import dev.ferrule.testkit.KafkaBroker;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node killed while it reads from Kafka loses no event, and applies the effects of each once. */
class KafkaCrashTest {
  private static final int ROUNDS = 3;
  private static final int EVENTS_IN_ROUND = 6_000;

  /** A user who has the label was seen by an earlier evaluation: each event has its own user. */
  private static final String RULES =
      """
      User: Entity[str] = EntityJson(type='User', path='$.user')
      Seen = Rule(when_all=[HasLabel(entity=User, label='seen')], description='was seen')
      New = Rule(when_all=[not HasLabel(entity=User, label='seen')], description='is new')
      WhenRules(rules_any=[Seen], then=[DeclareVerdict(verdict='twice')])
      WhenRules(
        rules_any=[New],
        then=[DeclareVerdict(verdict='once'), LabelAdd(entity=User, label='seen')],
      )
      """;

  @TempDir private Path directory = Path.of("unset");

  @Test
  void everyEventIsEvaluatedOnceAndItsResultWritten() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start("group.min.session.timeout.ms", "1000");
        var topics = new Topics(broker)) {
      broker.createTopic("in", 2);
      broker.createTopic("out", 1);
      try (var results = topics.new Reader("out")) {
        int sent = 0;
        for (int round = 0; round < ROUNDS; round++) {
          try (var node = node(broker)) {
            TestClient client = node.client();
            if (round == 0) {
              publish(client);
            }
            int before = results.records.size();
            for (int i = 0; i < EVENTS_IN_ROUND; i++) {
              send(topics, sent++);
            }
            Topics.await("some of round " + round, () -> results.records.size() > before + 500);
            node.kill();
          }
        }
        int all = sent;
        try (var node = node(broker)) {
          TestClient client = node.client();
          Topics.await("all", () -> ids(results).size() >= all);
          Topics.await("no lag", () -> client.metric("ferrule_kafka_lag") == 0);
        }
        assertEquals(all, ids(results).size());
        assertTrue(
            results.values().stream().noneMatch(value -> value.contains("twice")),
            "effects of an event were applied twice");
      }
    }
  }

  private ChildNode node(KafkaBroker broker) throws Exception {
    Path properties =
        java.nio.file.Files.writeString(
            directory.resolve("kafka.properties"),
            "session.timeout.ms=2000\nheartbeat.interval.ms=500\n");
    return new ChildNode(
        directory.resolve("node"),
        "--set",
        "kafka.bootstrap_servers=" + broker.bootstrapServers(),
        "--set",
        "kafka.source_topic=in",
        "--set",
        "kafka.result_topic=out",
        "--set",
        "kafka.properties_file=" + properties,
        "--set",
        "events.entity_path=$.user");
  }

  private static void publish(TestClient client) {
    var body = Json.object().put("by", "test").put("activate", true);
    body.putObject("files")
        .put("main.sml", RULES)
        .put(
            "config.yaml",
            "labels:\n  seen:\n    valid_for: [User]\n    connotation: neutral\n    description:"
                + " d\n");
    client.post("/v1/releases", Json.text(body)).require(201);
  }

  /** Every second event has no id of its own. */
  private static void send(Topics topics, int number) {
    String id = number % 2 == 0 ? "\"action_id\":%d,".formatted(number + 1) : "";
    topics.send(
        "in",
        "u" + number,
        "{%s\"action_name\":\"a\",\"data\":{\"user\":\"u%d\"}}".formatted(id, number));
  }

  private static Set<String> ids(Topics.Reader results) {
    var ids = new HashSet<String>();
    results.records.forEach(
        record -> ids.add(new String(record.headers().getFirst().value(), UTF_8)));
    return ids;
  }
}
