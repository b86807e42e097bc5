package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainIT {
  @TempDir private Path directory = Path.of("unset");

  @Test
  void onSigtermTheRequestInFlightFinishesNewOnesAreRefusedAndTheExitCodeIsZero() throws Exception {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (var upstream = new FakeUpstream();
        var node = new ChildNode(directory, "--set", "upstream.url=" + upstream.url())) {
      upstream.answers(
          200,
          out -> {
            asked.countDown();
            go.await();
            FakeUpstream.send(out, FakeUpstream.chunk("late") + "data: [DONE]\n\n");
          });
      TestClient client = node.client();
      AnswerIT.fill(client);
      var flight =
          CompletableFuture.supplyAsync(() ->
              client.post(
                  "/v1/collections/a/answer", "{\"question\": \"When is breakfast served?\"}"));
      assertTrue(asked.await(10, TimeUnit.SECONDS));
      node.terminate();
      long deadline = System.nanoTime() + 5_000_000_000L;
      while (client.get("/v1/collections").status() == 200) {
        assertTrue(System.nanoTime() < deadline, "it still takes requests");
        Thread.sleep(10);
      }
      TestClient.Reply refused = client.get("/v1/collections");
      refused.requireProblem(503, "node.draining");
      assertEquals("1", refused.headers().firstValue("retry-after").orElse(""));
      assertEquals(503, client.get("/readyz").status());
      assertEquals(200, client.get("/healthz").status());
      go.countDown();
      TestClient.Reply answer = flight.get(10, TimeUnit.SECONDS).require(200);
      assertEquals("generated", answer.json().path("rung").asString(""));
      assertEquals(0, node.exitCode(), node::log);
    }
  }

  @Test
  void aRequestThatNeverEndsIsGivenUpAfterTheDrainTimeout() throws Exception {
    try (TestNode node = TestNode.start("server.drain_timeout", "300ms")) {
      try (Socket socket = node.client().connect()) {
        socket
            .getOutputStream()
            .write(
                "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"
                    .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        while (node.client().metric("ferrule_http_requests_in_progress") < 2) {
          Thread.sleep(5);
        }
        long started = System.nanoTime();
        node.stop();
        long millis = (System.nanoTime() - started) / 1_000_000;
        assertTrue(millis >= 290 && millis < 3_000, () -> millis + " ms");
      }
    }
  }
}
