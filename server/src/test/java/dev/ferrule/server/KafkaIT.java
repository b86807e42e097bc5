package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.http.Json;
import dev.ferrule.testkit.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A node that reads events from Kafka and writes results there. */
class KafkaIT {
  private static final Map<String, String> RULES =
      Map.of(
          "main.sml",
          """
          Text: str = JsonData(path='$.text')
          User: Entity[str] = EntityJson(type='User', path='$.user')
          Loud = Rule(when_all=[Text == 'LOUD'], description='shouts')
          Again = Rule(when_all=[HasLabel(entity=User, label='loud')], description='known')
          WhenRules(
            rules_any=[Loud],
            then=[DeclareVerdict(verdict='hush'), LabelAdd(entity=User, label='loud')],
          )
          WhenRules(rules_any=[Again], then=[DeclareVerdict(verdict='again')])
          """,
          "config.yaml",
          "labels:\n  loud:\n    valid_for: [User]\n    connotation: negative\n    description: d\n");

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static KafkaBroker broker;
  private static Topics topics;

  @TempDir private Path directory = Path.of("unset");
  private String in = "";
  private String out = "";
  private String dead = "";

  @BeforeAll
  static void startBroker() {
    broker = KafkaBroker.start();
    topics = new Topics(broker);
  }

  @AfterAll
  static void stopBroker() {
    topics.close();
    broker.close();
  }

  @BeforeEach
  void createTopics() {
    int number = NUMBERS.incrementAndGet();
    in = "in-" + number;
    out = "out-" + number;
    dead = "dead-" + number;
    broker.createTopic(in, 2);
    broker.createTopic(out, 2);
    broker.createTopic(dead, 1);
  }

  private TestNode node(String... more) {
    var settings =
        new ArrayList<>(
            List.of(
                "kafka.bootstrap_servers",
                broker.bootstrapServers(),
                "kafka.source_topic",
                in,
                "kafka.result_topic",
                out,
                "kafka.dead_letter_topic",
                dead,
                "kafka.group",
                "g-" + in,
                "events.entity_path",
                "$.user"));
    settings.addAll(List.of(more));
    return TestNode.start(settings.toArray(String[]::new));
  }

  private static JsonNode kafka(TestNode node) {
    return node.client().get("/v1/status").require(200).json().path("kafka");
  }

  private static String event(int id, String user, String text) {
    return "{\"action_id\":%d,\"action_name\":\"said\",\"timestamp\":\"2026-01-01T00:00:00Z\","
            .formatted(id)
        + "\"data\":{\"user\":\"%s\",\"text\":\"%s\"}}".formatted(user, text);
  }

  @Test
  void eventsOfATopicLeadToEffectsAndResults() throws Exception {
    try (TestNode node = node();
        var results = topics.new Reader(out)) {
      node.publish(RULES);
      topics.send(in, "u1", event(1, "u1", "LOUD"));
      topics.send(
          in,
          "u1",
          "{\"send_time\":\"2026-01-01T00:00:01Z\",\"data\":" + event(2, "u1", "x") + "}");
      topics.send(in, "u1", "{\"action_name\":\"said\",\"data\":{\"user\":\"u1\",\"text\":\"y\"}}");
      Topics.await("results", () -> results.records.size() == 3);
      var values = results.values().stream().map(v -> Json.parse(v.getBytes(UTF_8))).toList();
      assertEquals("hush", values.get(0).path("__verdicts").path(0).asString(""), values::toString);
      assertEquals(1, values.get(0).path("__action_id").asLong(0));
      assertEquals("again", values.get(1).path("__verdicts").path(0).asString(""));
      assertEquals("again", values.get(2).path("__verdicts").path(0).asString(""));
      assertTrue(values.get(2).path("__action_id").asLong(0) > 0);
      var first = results.records.iterator().next();
      assertEquals("User/u1", new String(first.key(), UTF_8));
      assertEquals("id", first.headers().getFirst().name());
      assertEquals("1", new String(first.headers().getFirst().value(), UTF_8));
      Topics.await(
          "committed", () -> node.client().metric("ferrule_kafka_committed_offset") == 2); // -1, 3
      assertEquals(3, node.client().metric("ferrule_kafka_records_total"));
      assertEquals( // the docs have these and no others; MetricsIT has the rest
          ServedMetrics.documented().where(name -> name.startsWith("ferrule_kafka_")).byName(),
          ServedMetrics.of(node.client().get("/metrics").require(200).text())
              .where(name -> name.startsWith("ferrule_kafka_"))
              .byName());
      assertEquals("running", kafka(node).path("source").path("state").asString(""));
    }
  }

  @Test
  void recordsWaitUntilThereIsARelease() throws Exception {
    topics.send(in, "u1", event(1, "u1", "LOUD")).join();
    topics.send(in, "u1", event(2, "u1", "x")).join();
    try (TestNode node = node();
        var results = topics.new Reader(out)) {
      Topics.await(
          "waiting",
          () -> kafka(node).path("source").path("problem").asString("").startsWith("release.none"));
      assertEquals("waiting", kafka(node).path("source").path("state").asString(""));
      node.publish(RULES);
      Topics.await("results", () -> results.records.size() == 2);
      assertTrue(results.values().getLast().contains("again"), results.values()::toString);
      assertEquals(0, node.client().metric("ferrule_kafka_dead_letters_total"));
    }
  }

  @Test
  void whatIsNoEventBecomesADeadLetterAndTheRestGoesOn() throws Exception {
    try (TestNode node = node();
        var results = topics.new Reader(out);
        var letters = topics.new Reader(dead)) {
      node.publish(RULES);
      for (int i = 0; i < 300; i++) {
        String value = i % 3 == 0 ? "{\"action_name\": 5}" : event(1_000 + i, "u" + i % 7, "x");
        topics.send(in, "u" + i % 7, value);
      }
      Topics.await("results", () -> results.records.size() == 200);
      Topics.await("letters", () -> letters.records.size() == 100);
      Topics.await(
          "counted", () -> node.client().metric("ferrule_kafka_dead_letters_total") == 100);
      var header = letters.records.iterator().next().headers().getFirst();
      assertEquals("ferrule-error-code", header.name());
      assertEquals("event.invalid", new String(header.value(), UTF_8));
      Topics.await("no lag", () -> node.client().metric("ferrule_kafka_lag") == 0);
    }
  }

  @Test
  void aNodeGoesOnWhereItStopped() throws Exception {
    try (TestNode node = node();
        var results = topics.new Reader(out)) {
      node.publish(RULES);
      for (int i = 0; i < 500; i++) {
        topics.send(in, "u" + i % 10, event(i + 1, "u" + i % 10, "x"));
      }
      Topics.await("some", () -> results.records.size() > 100);
      node.stop();
      for (int i = 500; i < 600; i++) {
        topics.send(in, "u" + i % 10, event(i + 1, "u" + i % 10, "x"));
      }
      node.begin();
      Topics.await("all", () -> results.values().stream().distinct().count() == 600);
    }
  }

  @Test
  void aNodeServesWithoutABrokerAndSaysSo() throws Exception {
    try (TestNode node =
        TestNode.start("kafka.bootstrap_servers", "127.0.0.1:1", "kafka.source_topic", "t")) {
      node.publish(RULES);
      node.client().post("/v1/events", event(1, "u", "LOUD")).require(200);
      Topics.await(
          "it says so",
          () ->
              kafka(node)
                  .path("source")
                  .path("problem")
                  .asString("")
                  .contains("expected a broker"));
      assertEquals("connecting", kafka(node).path("source").path("state").asString(""));
      assertEquals(0, node.client().metric("ferrule_kafka_running"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense     | t         | r | '' | expected host:port, host:port, ... in kafka.bootstrap_servers, found "nonsense"
          h:1          | ''        | ''| '' | expected kafka.source_topic or kafka.result_topic beside kafka.bootstrap_servers, found neither
          h:1          | t         | t | '' | expected different topics for source, results and dead letters, found one twice
          h:1          | 'no good' | r | '' | expected 1 to 249 of letters, digits, '.', '_' and '-' in kafka.source_topic, found "no good"
          ''           | t         | r | '' | expected kafka.bootstrap_servers beside kafka.source_topic, found none
          h:1          | t         | r | group.id=x | expected no group.id in kafka.properties_file, found it; set kafka.group
          h:1          | t         | r | grupp=x | expected properties of Kafka's clients in kafka.properties_file, found grupp
          h:1          | t         | r | security.protocol=SECRET | expected properties that Kafka's clients take in kafka.properties_file, found others: security.protocol
          """)
  void nonsenseStopsTheStart(
      String servers, String source, String result, String properties, String message)
      throws IOException {
    var settings =
        new ArrayList<>(
            List.of(
                "kafka.bootstrap_servers", servers,
                "kafka.source_topic", source,
                "kafka.result_topic", result));
    if (!properties.isEmpty()) {
      Path file = Files.writeString(directory.resolve("kafka.properties"), properties + "\n");
      settings.addAll(List.of("kafka.properties_file", file.toString()));
    }
    var thrown =
        assertThrows(
            FerruleException.class, () -> TestNode.start(settings.toArray(String[]::new)).close());
    assertEquals(ErrorCode.CONFIG_INVALID, thrown.code());
    assertEquals(message, thrown.getMessage());
  }
}
