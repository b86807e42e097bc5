package dev.ferrule.bench;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node is killed (SIGKILL) at random moments, again and again, while events come from Kafka and
 * by asynchronous HTTP. Is every event that was acknowledged evaluated, and are its effects applied
 * once? Each event labels an entity of its own, so the label's history tells how often. Rerun:
 * {@code ./ferrule bench crash}.
 */
final class CrashBench implements Main.Bench {
  private static final String EVENTS = "crash-events";
  private static final int AT_ONCE = 20;
  private static final int HISTORIES = 500;
  private static final Map<String, String> RULES =
      Map.of(
          "main.sml",
          """
          Number: str = JsonData(path='$.number')
          Thing: Entity[str] = EntityJson(type='Thing', path='$.number')
          Every = Rule(when_all=[Number != ''], description='every event')
          WhenRules(rules_any=[Every], then=[LabelAdd(entity=Thing, label='seen')])
          """,
          "config.yaml",
          "labels: {seen: {valid_for: [Thing], connotation: neutral, description: was seen}}\n");

  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicLong next = new AtomicLong(1);
  private volatile boolean sending = true;

  @Override
  public Report run(Main.Setup setup) throws IOException {
    int kills = setup.quick() ? 3 : 50;
    var random = new Random(20_261_121);
    var report = new Report("crash", setup.home());
    Path rules = setup.work("rules").resolve("crash");
    Files.createDirectories(rules);
    for (var file : RULES.entrySet()) {
      Files.writeString(rules.resolve(file.getKey()), file.getValue());
    }
    try (var broker = KafkaBroker.start(setup)) {
      broker.create(EVENTS);
      var settings =
          Map.of(
              "log.level",
              "warn",
              "events.entity_path",
              "$.number",
              "kafka.bootstrap_servers",
              broker.servers(),
              "kafka.source_topic",
              EVENTS);
      try (var node = NodeProcess.start(setup, "crash", settings)) {
        node.publish(rules);
        Thread queued = Thread.ofPlatform().start(() -> produce(broker));
        Thread posted = Thread.ofPlatform().start(() -> post(node));
        for (int i = 0; i < kills; i++) {
          Peer.pause(300 + random.nextInt(1_200));
          node.killAndRestart();
          System.err.printf("  %d kills, %d events acknowledged%n", i + 1, acknowledged.size());
        }
        sending = false;
        join(queued);
        join(posted);
        settle(broker, node);
        row(report, kills, node);
      }
    }
    return report;
  }

  private static String event(long id) {
    return "{\"action_id\": %d, \"action_name\": \"seen\", \"data\": {\"number\": \"%d\"}}"
        .formatted(id, id);
  }

  private void produce(KafkaBroker broker) {
    try (var producer = broker.producer()) {
      while (sending) {
        for (int i = 0; i < AT_ONCE; i++) {
          long id = next.getAndIncrement();
          producer.send(
              new ProducerRecord<>(EVENTS, KafkaBroker.utf8("" + id), KafkaBroker.utf8(event(id))),
              (_, failure) -> {
                if (failure == null) {
                  acknowledged.add(id);
                }
              });
        }
        Peer.pause(10);
      }
    }
  }

  private void post(NodeProcess node) {
    while (sending) {
      var body = new StringBuilder();
      for (int i = 0; i < AT_ONCE; i++) {
        body.append(event(next.getAndIncrement())).append('\n');
      }
      try {
        node.post("/v1/events?mode=async", "application/x-ndjson", body.toString())
            .lines()
            .map(line -> JsonMapper.shared().readTree(line).path("id").asString(""))
            .filter(id -> !id.isEmpty())
            .forEach(id -> acknowledged.add(Long.parseLong(id)));
      } catch (FerruleException e) {
        Peer.pause(20); // it is just being killed: nothing of this was acknowledged
      }
      Peer.pause(5);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void settle(KafkaBroker broker, NodeProcess node) {
    long deadline = System.nanoTime() + 300_000_000_000L;
    while (broker.committed("ferrule") < broker.count(EVENTS)
        || node.metric("ferrule_inbox_events") > 0) {
      if (System.nanoTime() > deadline) {
        throw new FerruleException(ErrorCode.INTERNAL, "expected every event to be evaluated");
      }
      Peer.pause(200);
    }
  }

  private void row(Report report, int kills, NodeProcess node) {
    Map<Long, Integer> results = results(node);
    long lost = acknowledged.stream().filter(id -> !results.containsKey(id)).count();
    long twice = results.values().stream().filter(times -> times > 1).count();
    long histories =
        acknowledged.stream()
            .limit(HISTORIES)
            .filter(id ->
                JsonMapper.shared()
                        .readTree(node.get("/v1/entities/Thing/" + id))
                        .path("history")
                        .size()
                    != 1)
            .count();
    Map<String, Object> row = report.row("ferrule");
    row.put("kills", kills);
    row.put("events acknowledged", acknowledged.size());
    row.put("lost", lost);
    row.put("with two results", twice);
    row.put("of " + HISTORIES + " labels, not set exactly once", histories);
    System.err.println("  " + row);
    if (lost + twice + histories > 0) {
      throw new FerruleException(ErrorCode.INTERNAL, "expected none lost and none twice: " + row);
    }
  }

  /** How many results each event has. */
  private static Map<Long, Integer> results(NodeProcess node) {
    var found = new HashMap<Long, Integer>();
    String after = "";
    do {
      JsonNode page =
          JsonMapper.shared()
              .readTree(
                  node.get("/v1/events?limit=1000" + (after.isEmpty() ? "" : "&after=" + after)));
      page.path("events")
          .forEach(e -> found.merge(Long.parseLong(e.path("id").asString("")), 1, Integer::sum));
      after = page.path("next").asString("");
    } while (!after.isEmpty());
    return found;
  }
}
