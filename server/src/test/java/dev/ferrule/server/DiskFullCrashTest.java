package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.http.Json;
import dev.ferrule.testkit.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * A disk that fills up under a node: every write is refused with a code, reads go on, and once
 * there is room again everything goes on without a restart, with nothing lost.
 */
@Timeout(300)
class DiskFullCrashTest {
  private static final Map<String, String> RULES =
      Map.of(
          "main.sml",
          """
          Name: str = JsonData(path='$.name')
          User: Entity[str] = EntityJson(type='User', path='$.name')
          Every = Rule(when_all=[Name != ''], description='every event')
          WhenRules(rules_any=[Every], then=[LabelAdd(entity=User, label='seen')])
          """,
          "config.yaml",
          "labels: {seen: {valid_for: [User], connotation: neutral, description: was seen}}\n");

  private final Set<String> documents = new HashSet<>();
  private final Set<String> events = new HashSet<>();
  private int number;

  private TestClient.Reply put(TestClient client) {
    String id = "d" + number++;
    var reply =
        client.put(
            "/v1/collections/c/documents/" + id, "{\"text\": \"The word is w%s.\"}".formatted(id));
    if (reply.status() == 201) {
      documents.add(id);
    }
    return reply;
  }

  private TestClient.Reply event(TestClient client, String mode, String noise) {
    var reply =
        client.post(
            "/v1/events" + mode,
            "{\"action_name\": \"a\", \"data\": {\"name\": \"u%d\", \"noise\": \"%s\"}}"
                .formatted(number++, noise));
    if (reply.status() < 300) {
      events.add(reply.json().path("id").asString(""));
    }
    return reply;
  }

  /** A write of each kind. */
  private List<Supplier<TestClient.Reply>> sites(TestClient client) {
    return List.of(
        () -> put(client),
        () -> event(client, "", ""),
        () -> event(client, "?mode=async", ""),
        () ->
            client.post(
                "/v1/entities/User/x",
                "{\"label\": \"seen\", \"status\": \"added\", \"reason\": \"r" + number++ + "\"}"),
        () -> client.put("/v1/collections/new" + number++, "{}"),
        () -> client.delete("/v1/collections/c/documents/d0"),
        () ->
            client.put(
                "/v1/webhooks/w" + number++,
                "{\"url\": \"http://127.0.0.1:9/x\", \"secret\": \"0123456789abcdef\"}"),
        () -> client.post("/v1/backups", "{\"name\": \"b\"}"));
  }

  @Test
  void everyWriteIsRefusedWithACodeAndGoesOnWhenThereIsRoom() throws Exception {
    var mounted = SmallDisk.mount(96);
    Assumptions.assumeTrue(mounted.isPresent(), "only root may mount a small disk");
    try (SmallDisk disk = mounted.orElseThrow()) {
      Path file = disk.directory().resolve("out.jsonl");
      try (TestNode node =
          TestNode.start(
              "data.directory", disk.directory().resolve("data").toString(),
              "backup.directory", disk.directory().resolve("backups").toString(),
              "index.commit_interval", "200ms",
              "events.jsonl_file", file.toString())) {
        TestClient client = node.client();
        client.put("/v1/collections/c", "{}").require(201);
        node.publish(RULES);
        for (int i = 0; i < 5; i++) {
          put(client).require(201);
          event(client, "", "").require(200);
        }
        disk.fill(150_000);
        fillUp(client);
        for (Supplier<TestClient.Reply> site : sites(client)) {
          site.get().requireProblem(507, "store.full");
        }
        client.get("/v1/collections/c/documents/d2").require(200); // reads go on
        client.get("/healthz").require(200);
        disk.free();
        long deadline = System.nanoTime() + 90_000_000_000L;
        while (put(client).status() != 201) {
          assertTrue(System.nanoTime() < deadline, "no write since there is room");
          Thread.sleep(100);
        }
        for (Supplier<TestClient.Reply> site : sites(client).subList(0, 5)) {
          var reply = site.get();
          assertTrue(reply.status() < 300, reply::text);
        }
        requireAll(client, file);
      }
    }
  }

  /** By events that compress badly: the store has taken room for its log in advance. */
  private void fillUp(TestClient client) {
    var random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      var noise = new byte[45_000];
      random.nextBytes(noise);
      if (event(client, "", Base64.getEncoder().encodeToString(noise)).status() != 200) {
        return;
      }
    }
    throw new AssertionError("the disk did not fill up");
  }

  private void requireAll(TestClient client, Path file) throws Exception {
    long deadline = System.nanoTime() + 90_000_000_000L;
    while (client.get("/readyz").status() != 200
        || !found(client, documents.size())
        || client.metric("ferrule_sink_behind") + client.metric("ferrule_inbox_events") > 0) {
      assertTrue(System.nanoTime() < deadline, "the node did not catch up");
      Thread.sleep(100);
    }
    for (String id : documents) {
      client.get("/v1/collections/c/documents/" + id).require(200);
    }
    for (String id : List.copyOf(documents).subList(0, 5)) {
      JsonNode hits =
          client
              .post(
                  "/v1/collections/c/search",
                  "{\"query\": \"w%s\", \"mode\": \"lexical\"}".formatted(id))
              .require(200)
              .json()
              .path("hits");
      assertEquals(id, hits.path(0).path("document").asString(""));
    }
    var written = new HashSet<String>(); // maybe twice, when the disk took a line and the store not
    for (String line : Files.readAllLines(file)) {
      written.add(Json.parse(line.getBytes(UTF_8)).path("id").asString("")); // each line is whole
    }
    assertEquals(events, written);
  }

  private static boolean found(TestClient client, int expected) {
    JsonNode collection = client.get("/v1/collections/c").require(200).json();
    return collection.path("documents").asInt(0) == expected
        && collection.path("chunks").asInt(0) >= expected;
  }
}
