package dev.ferrule.server.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.declared.WorkerFunctions;
import dev.ferrule.server.TestClient;
import dev.ferrule.server.TestNode;
import dev.ferrule.server.http.Json;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Workers and releases on a whole node. */
@Timeout(180)
class WorkersIT {
  private static final String RULES =
      """
      Text: str = JsonData(path='$.text')
      Length = Size(text=Text)
      Long = Rule(when_all=[Length > 3.0], description='long')
      WhenRules(rules_any=[Long], then=[DeclareVerdict(verdict='reject')])
      """;
  private static final String PLAIN =
      "functions: {Size: {parameters: {text: str}, result: float, timeout: 5s}}";
  private static final String SOURCED =
      "functions: {Size: {source: size.src, parameters: {text: str}, result: float, timeout: 5s}}";

  private static TestWorker.Work work() {
    return TestWorker::answer;
  }

  private static JsonNode event(TestClient client, String text) {
    return client
        .post(
            "/v1/events?features=true",
            "{\"action_name\": \"post\", \"data\": {\"text\": \"%s\"}}".formatted(text))
        .require(200)
        .json();
  }

  private static String target(TestClient client) {
    return client.get("/v1/status").require(200).json().path("grpc").asString("");
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "expected it within 60 s");
      Thread.onSpinWait();
    }
  }

  @Test
  void aReleaseWithoutWorkersDoesNotGoLive() {
    try (var node = TestNode.start("grpc.port", "0", "workers.start_seconds", "1")) {
      var files = Json.object().put("main.sml", RULES).put("workers.yaml", PLAIN);
      var body = Json.object().put("by", "test").put("activate", true);
      body.set("files", files);
      var answer = node.client().post("/v1/releases", Json.text(body)).require(503).json();
      assertEquals("functions.unavailable", answer.path("code").asString(""));
      assertEquals(
          "",
          node.client().get("/v1/releases/state").require(200).json().path("live").asString(""));
      try (var worker = TestWorker.join(target(node.client()), "", work())) {
        node.publish(Map.of("main.sml", RULES, "workers.yaml", PLAIN));
        assertEquals(4.0, event(node.client(), "abcd").path("features").path("Length").asDouble());
        assertTrue(worker.calls.get() > 0);
      }
    }
  }

  @Test
  void afterARestartReadinessSaysWhichWorkersAreMissing() {
    try (var node = TestNode.start("grpc.port", "0")) {
      try (var worker = TestWorker.join(target(node.client()), "", work())) {
        node.publish(Map.of("main.sml", RULES, "workers.yaml", PLAIN));
        assertEquals("ready\n", node.client().get("/readyz").require(200).text());
        assertTrue(worker.calls.get() == 0);
      }
      node.stop();
      node.begin();
      String answer = node.client().get("/readyz").require(503).text();
      assertTrue(answer.contains("waits for workers: release="), answer);
      assertTrue(answer.contains(": Size"), answer);
      assertEquals(1, node.client().metric("ferrule_release_waiting"));
      try (var worker = TestWorker.join(target(node.client()), "", work())) {
        await(() -> node.client().get("/readyz").status() == 200);
        assertEquals("ready\n", node.client().get("/readyz").require(200).text());
        assertEquals(0, node.client().metric("ferrule_release_waiting"));
        assertTrue(worker.calls.get() == 0);
      }
    }
  }

  @Test
  void whatAFunctionRaisesIsInTheResult() {
    try (var node = TestNode.start("grpc.port", "0");
        var worker = TestWorker.join(target(node.client()), "", work())) {
      node.publish(Map.of("main.sml", RULES, "workers.yaml", PLAIN));
      JsonNode result = event(node.client(), "raise");
      assertEquals(1, result.path("error_count").asInt());
      JsonNode error = result.path("features").path("__errors").path(0);
      assertEquals("ValueError", error.path("error").asString(""));
      assertEquals("bad text", error.path("message").asString(""));
      assertEquals("line 1\nline 2", error.path("traceback").asString(""));
      assertEquals("main.sml", error.path("path").asString(""));
      assertEquals(2, error.path("line").asInt());
      JsonNode seen = node.client().get("/v1/workers").require(200).json();
      assertEquals("test", seen.path("workers").path(0).path("name").asString(""));
      assertEquals(1, seen.path("functions").path(0).path("failures").path("raised").asInt());
      assertEquals("closed", seen.path("functions").path(0).path("circuit").asString(""));
      assertTrue(
          node.client()
              .get("/v1/functions")
              .require(200)
              .json()
              .path("functions")
              .valueStream()
              .anyMatch(each -> each.path("name").asString("").equals("Size")));
      assertEquals(1, worker.calls.get());
    }
  }

  @Test
  void joiningNeedsTheRoleWorkerOnceThereAreKeys() {
    try (var node = TestNode.start("grpc.port", "0")) {
      String target = target(node.client());
      String admin = key(node.client(), "admin");
      String write = key(node.client(admin), "write");
      String worker = key(node.client(admin), "worker");
      assertEquals(Status.Code.UNAUTHENTICATED, refused(target, null).getCode());
      assertEquals(Status.Code.UNAUTHENTICATED, refused(target, "fk_wrong").getCode());
      assertEquals(Status.Code.PERMISSION_DENIED, refused(target, write).getCode());
      try (var joined = new TestWorker(target, worker, TestWorker.hello("").build(), work())) {
        assertEquals(1, joined.welcome.join().getProtocol());
      }
      node.client(worker).get("/v1/status").require(403);
    }
  }

  private static String key(TestClient client, String role) {
    return client
        .post("/v1/keys", "{\"name\": \"%s\", \"role\": \"%s\"}".formatted(role, role))
        .require(201)
        .json()
        .path("secret")
        .asString("");
  }

  private static Status refused(String target, @Nullable String key) {
    try (var worker = new TestWorker(target, key, TestWorker.hello("").build(), work())) {
      return worker.end();
    }
  }

  /** The command that runs {@link ChildWorker}: it reads its behaviour from its source. */
  private static String command() {
    return "%s -Xmx128m -cp %s %s"
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path"),
            ChildWorker.class.getName());
  }

  private static String publish(TestNode node, String source) {
    return node.publish(Map.of("main.sml", RULES, "workers.yaml", SOURCED, "size.src", source));
  }

  private static JsonNode worker(TestNode node) {
    return node.client().get("/v1/workers").require(200).json().path("workers").path(0);
  }

  @Test
  void codeAndRulesChangeTogetherAndNoEventFails() throws InterruptedException {
    try (var node = TestNode.start("workers.count", "1", "workers.command", command())) {
      publish(node, "1");
      assertEquals(2.0, event(node.client(), "ab").path("features").path("Length").asDouble());
      String version = WorkerFunctions.versionOf("1".getBytes(StandardCharsets.UTF_8));
      assertEquals(version, worker(node).path("functions").path(0).path("version").asString(""));
      var failed = new java.util.concurrent.atomic.AtomicInteger();
      var stop = new java.util.concurrent.atomic.AtomicBoolean();
      Thread load =
          Thread.startVirtualThread(() -> {
            while (!stop.get()) {
              JsonNode result = event(node.client(), "abc");
              double length = result.path("features").path("Length").asDouble(-1);
              failed.addAndGet(length == 3.0 || length == 300.0 ? 0 : 1);
            }
          });
      String second = publish(node, "100");
      JsonNode after = event(node.client(), "ab");
      assertEquals(second, after.path("release").asString(""));
      assertEquals(200.0, after.path("features").path("Length").asDouble());
      await(() -> node.client().get("/v1/workers").require(200).json().path("workers").size() == 1);
      stop.set(true);
      load.join();
      assertEquals(0, failed.get());
    }
  }

  @Test
  void aProcessThatIsKilledIsStartedAgain() {
    try (var node = TestNode.start("workers.count", "1", "workers.command", command())) {
      publish(node, "1");
      long pid = worker(node).path("process_id").asLong();
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      await(() -> worker(node).path("process_id").asLong(pid) != pid);
      await(() -> event(node.client(), "ab").path("features").path("Length").asDouble(-1) == 2.0);
      node.stop();
      node.begin(); // what was live gets its workers again
      await(() -> event(node.client(), "ab").path("features").path("Length").asDouble(-1) == 2.0);
      assertNotEquals(pid, worker(node).path("process_id").asLong());
    }
  }

  @Test
  void aProcessThatDoesNotStartSaysWhy() {
    try (var node =
        TestNode.start(
            "workers.count", "1", "workers.command", command(), "workers.start_seconds", "60")) {
      var files =
          Json.object()
              .put("main.sml", RULES)
              .put("workers.yaml", SOURCED)
              .put("size.src", "broken");
      var body = Json.object().put("by", "test").put("activate", true);
      body.set("files", files);
      var answer = node.client().post("/v1/releases", Json.text(body)).require(503).json();
      assertTrue(answer.path("detail").asString("").contains("this source is broken"));
    }
  }
}
