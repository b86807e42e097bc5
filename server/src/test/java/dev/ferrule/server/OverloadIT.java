package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More callers than fit get 429 with {@code retry-after}, nothing else fails, memory stays inside
 * its bound, and once they are gone the node serves as before. The bench {@code overload} measures
 * it for minutes.
 */
class OverloadIT {
  private static final int CALLERS = 48;
  private static final long NANOS = 2_000_000_000L;
  private static final long PATIENCE_NANOS = 30_000_000_000L;
  private static final long MOST_RESIDENT_MIB = 1_000;

  @TempDir private Path directory = Path.of("unset");

  /** A request of each kind; {@code %d} is another number each time. */
  private static final Map<String, String> REQUESTS =
      Map.of(
          "/v1/collections/a/answer", "{\"question\": \"When is breakfast served in room %d?\"}",
          "/v1/collections/a/search", "{\"query\": \"breakfast in room %d\"}",
          "/v1/events", "{\"action_name\": \"a\", \"data\": {\"n\": %d}}",
          "/v1/collections/a/documents", "{\"id\": \"o\", \"text\": \"Room %d is clean.\"}\n");

  @Test
  void whatDoesNotFitIsRefusedWithRetryAfterAndTheNodeIsTheSameAfterwards() throws Exception {
    try (var node =
        new ChildNode(
            directory, "--set", "limits.requests=8", "--set", "limits.ingest_requests=2")) {
      TestClient client = node.client();
      AnswerIT.fill(client);
      client
          .post("/v1/releases", "{\"activate\": true, \"files\": {\"main.sml\": \"N = 1\"}}")
          .require(201);
      for (var request : REQUESTS.entrySet()) {
        Map<Integer, Integer> statuses = overload(client, request.getKey(), request.getValue());
        System.out.println("OverloadIT: " + request.getKey() + " " + statuses);
        assertTrue(statuses.getOrDefault(200, 0) > 0, () -> request.getKey() + statuses);
        assertTrue(
            statuses.keySet().stream().allMatch(s -> s == 200 || s == 429), statuses::toString);
        await(
            "it still refuses",
            () -> send(client, request.getKey(), request.getValue().formatted(1)).status() == 200);
      }
      client.get("/readyz").require(200);
      await("requests are counted", () -> client.metric("ferrule_http_requests_in_progress") <= 1);
      await("bodies are held", () -> client.metric("ferrule_http_buffered_bytes") == 0);
      long resident = node.peakResidentMib();
      assertTrue(resident < MOST_RESIDENT_MIB, () -> "resident MiB: " + resident);
    }
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, what);
      Thread.sleep(20);
    }
  }

  private static Map<Integer, Integer> overload(TestClient client, String path, String body) {
    var statuses = new ConcurrentHashMap<Integer, Integer>();
    var number = new AtomicInteger();
    long end = System.nanoTime() + NANOS;
    try (var callers = Executors.newFixedThreadPool(CALLERS)) {
      for (int i = 0; i < CALLERS; i++) {
        callers.execute(() -> {
          while (System.nanoTime() < end) {
            var reply = send(client, path, body.formatted(number.incrementAndGet()));
            boolean hinted = reply.headers().firstValue("retry-after").isPresent();
            statuses.merge(reply.status() == 429 && !hinted ? -1 : reply.status(), 1, Integer::sum);
          }
        });
      }
    }
    return statuses;
  }

  private static TestClient.Reply send(TestClient client, String path, String body) {
    return body.endsWith("\n") ? client.lines(path, body) : client.post(path, body);
  }
}
