package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.ferrule.server.http.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class AsyncEventsIT {
  private static final Map<String, String> RULES =
      Map.of(
          "main.sml",
          """
          Text: str = JsonData(path='$.t')
          R = Rule(when_all=[Text == 'x'], description='d')
          WhenRules(rules_any=[R], then=[DeclareVerdict(verdict='hush')])
          """);

  private static String event(long id, String text) {
    return "{\"action_id\":%d,\"action_name\":\"a\",\"data\":{\"t\":\"%s\"}}".formatted(id, text);
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "waited in vain: " + what);
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Test
  void anEventIsAcknowledgedAndEvaluatedLater() {
    try (var node = TestNode.start()) {
      TestClient client = node.client();
      var reply = client.post("/v1/events?mode=async", event(1, "x")).require(202);
      assertEquals("1", reply.json().path("id").asString(""));
      assertEquals(1.0, client.metric("ferrule_inbox_events"));
      node.stop();
      node.begin(); // without a release it waits, over a restart too
      node.publish(RULES);
      TestClient again = node.client();
      await("the result", () -> again.metric("ferrule_inbox_events") == 0);
      var duplicate = again.post("/v1/events", event(1, "y")).require(200).json();
      assertTrue(duplicate.path("duplicate").asBoolean(false));
      assertEquals("hush", duplicate.path("verdicts").path(0).asString(""));
    }
  }

  @Test
  void eachLineHasItsReceipt() {
    try (var node = TestNode.start()) {
      String body = event(1, "x") + "\n{oops\n\n" + event(3, "x");
      String[] lines =
          node.client().lines("/v1/events?mode=async", body).require(202).text().split("\n");
      assertEquals(3, lines.length);
      assertEquals("{\"id\":\"1\"}", lines[0]);
      assertTrue(lines[1].contains("urn:ferrule:error:"), lines[1]);
      assertEquals("{\"id\":\"3\"}", lines[2]);
    }
  }

  @Test
  void whatIsNoEventIsRefused() {
    try (var node = TestNode.start()) {
      node.client()
          .post("/v1/events?mode=async", "{\"data\":{}}")
          .requireProblem(400, "event.invalid");
      node.client()
          .post("/v1/events?mode=never", event(1, "x"))
          .requireProblem(400, "request.malformed");
    }
  }

  @Test
  void aFullInboxAnswers429() {
    try (var node = TestNode.start("events.inbox_events", "2")) {
      TestClient client = node.client();
      client.post("/v1/events?mode=async", event(1, "x")).require(202);
      client.post("/v1/events?mode=async", event(2, "x")).require(202);
      var refused = client.post("/v1/events?mode=async", event(3, "x"));
      refused.requireProblem(429, "limit.reached");
      assertEquals("1", refused.headers().firstValue("retry-after").orElse(""));
      node.publish(RULES);
      await("there is room", () -> client.metric("ferrule_inbox_events") == 0);
      client.post("/v1/events?mode=async", event(3, "x")).require(202);
    }
  }

  /** Prints the latency of synchronous events with and without a flood of asynchronous ones. */
  @Test
  void synchronousEventsGoBeforeAFloodAndTheFloodGoesOn() throws Exception {
    try (var node = TestNode.start()) {
      node.publish(RULES);
      TestClient client = node.client();
      long quiet = slowestOf95(client, 1_000_000);
      var flooding = new AtomicBoolean(true);
      var sent = new AtomicInteger();
      String body = "{\"action_name\":\"a\",\"data\":{\"t\":\"x\"}}\n".repeat(500);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        threads.submit(() -> {
          while (flooding.get()) {
            client.lines("/v1/events?mode=async", body).require(202);
            sent.addAndGet(500);
          }
        });
        await("the flood", () -> sent.get() > 5_000);
        long flooded = slowestOf95(client, 2_000_000);
        flooding.set(false);
        System.out.printf("p95 quiet %d us, under a flood %d us%n", quiet / 1_000, flooded / 1_000);
        assertTrue(flooded < 250_000_000L, () -> "p95 " + flooded);
      }
      await("the flood ends", () -> client.metric("ferrule_inbox_events") == 0);
      assertEquals(0.0, client.metric("ferrule_dead_letters"));
    }
  }

  private static long slowestOf95(TestClient client, long firstId) {
    var times = new long[200];
    for (int i = 0; i < times.length; i++) {
      long started = System.nanoTime();
      client.post("/v1/events", event(firstId + i, "x")).require(200);
      times[i] = System.nanoTime() - started;
    }
    Arrays.sort(times);
    return times[189];
  }

  @Test
  void aWebhookIsMadeTestedCalledAndDeletedAndItsDeadLettersToo() throws Exception {
    var status = new AtomicInteger(200);
    var bodies = new java.util.concurrent.ConcurrentLinkedQueue<String>();
    var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    receiver.start();
    try (var node = TestNode.start()) {
      node.publish(RULES);
      TestClient client = node.client();
      String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
      String webhook =
          "{\"url\":\"%s\",\"secret\":\"0123456789abcdef\",\"on\":{\"verdicts\":[\"hush\"]}}"
              .formatted(url);
      var made = client.put("/v1/webhooks/w", webhook).require(201);
      assertFalse(made.text().contains("0123456789abcdef"));
      client.put("/v1/webhooks/w", webhook).require(200);
      assertFalse(client.get("/v1/webhooks").require(200).text().contains("0123456789abcdef"));
      var test = client.post("/v1/webhooks/w/test", "").require(200).json();
      assertTrue(test.path("delivered").asBoolean(false));
      client.post("/v1/events", event(5, "x")).require(200);
      client.post("/v1/events", event(6, "y")).require(200);
      await("the call", () -> client.metric("ferrule_webhook_delivered") == 1);
      assertEquals("5", Json.parse(last(bodies)).path("id").asString(""));
      client.delete("/v1/webhooks/w").require(200);
      client.get("/v1/webhooks/w").requireProblem(404, "webhook.not-found");
      client
          .put("/v1/webhooks/w", "{\"url\":\"ftp://x/\",\"secret\":\"0123456789abcdef\"}")
          .requireProblem(400, "webhook.invalid");
      var none = client.get("/v1/dead-letters").require(200).json();
      assertEquals(0, none.path("dead_letters").size());
      assertTrue(none.path("next").isNull());
      client.post("/v1/dead-letters/7/replay", "").requireProblem(404, "dead-letter.not-found");
      client.delete("/v1/dead-letters/x").requireProblem(404, "dead-letter.not-found");
      var all = client.post("/v1/dead-letters/replay?source=webhook", "").require(200).json();
      assertEquals(0, all.path("replayed").asInt(-1));
    } finally {
      receiver.stop(0);
    }
  }

  private static byte[] last(java.util.Collection<String> bodies) {
    return java.util.List.copyOf(bodies).getLast().getBytes(StandardCharsets.UTF_8);
  }
}
