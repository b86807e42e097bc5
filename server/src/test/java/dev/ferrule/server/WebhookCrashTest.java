package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.ferrule.server.http.Json;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node killed while it calls a webhook calls it again: each event at least once, none lost. */
@Timeout(300)
class WebhookCrashTest {
  private static final int ROUNDS = 2;
  private static final int CALLS = 15;

  @TempDir private Path directory = Path.of("unset");

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer receiver;

  /** Takes each call after a while, so that a kill meets calls that are under way. */
  @BeforeEach
  void receive() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.setExecutor(threads);
    receiver.createContext(
        "/hook",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          try {
            Thread.sleep(30);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
          taken.add(Json.parse(body).path("id").asString(""));
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
    threads.shutdownNow();
  }

  @Test
  void everyAcknowledgedEventIsDeliveredAfterEachKill() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (var node = new ChildNode(directory)) {
        TestClient client = node.client();
        if (round == 0) {
          prepare(client);
        }
        int before = taken.size();
        var sender = threads.submit(() -> send(client));
        while (taken.size() < before + CALLS) {
          Thread.sleep(2);
        }
        node.kill();
        sender.get(60, TimeUnit.SECONDS);
      }
    }
    try (var node = new ChildNode(directory)) {
      node.client();
      long deadline = System.nanoTime() + 120_000_000_000L;
      while (!taken.containsAll(acknowledged)) {
        assertTrue(System.nanoTime() < deadline, () -> "not delivered: " + missing());
        Thread.sleep(20);
      }
      assertEquals(Set.of(), missing());
    }
  }

  private Set<String> missing() {
    var missing = new HashSet<>(acknowledged);
    missing.removeAll(taken);
    return missing;
  }

  private void prepare(TestClient client) {
    client
        .post(
            "/v1/releases",
            "{\"by\":\"t\",\"activate\":true,\"files\":{\"main.sml\":\"A = 1\\n\"}}")
        .require(201);
    String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
    client
        .put("/v1/webhooks/w", "{\"url\": \"%s\", \"secret\": \"0123456789abcdef\"}".formatted(url))
        .require(201);
  }

  private void send(TestClient client) {
    try {
      while (true) {
        var reply = client.post("/v1/events", "{\"action_name\": \"a\", \"data\": {}}");
        acknowledged.add(
            Json.parse(reply.require(200).text().getBytes(UTF_8)).path("id").asString(""));
        Thread.sleep(2);
      }
    } catch (UncheckedIOException e) {
      // it was killed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
