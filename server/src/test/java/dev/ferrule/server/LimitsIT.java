package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node refuses, how it says so, and that it is none the worse for it. */
class LimitsIT {
  private static final Duration SILENCE = Duration.ofSeconds(5);

  @AutoClose
  private static final TestNode NODE =
      TestNode.start(
          "limits.body_bytes", "100KiB",
          "limits.buffered_bytes", "300KiB",
          "limits.connections", "40",
          "server.request_timeout", "500ms");

  private static String raw(String request) {
    return NODE.client().raw(request.getBytes(ISO_8859_1), SILENCE);
  }

  private static String head(String rest) {
    return rest.replace("\n", "\r\n");
  }

  private static void requireStatus(int expected, String response) {
    assertTrue(
        response.matches("(?s)HTTP/1\\.[01] " + expected + " .*"),
        () -> "expected " + expected + ", found: " + response);
  }

  private static void requireUnharmed() throws InterruptedException {
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (NODE.client().metric("ferrule_http_requests_in_progress") > 1
        || NODE.client().metric("ferrule_http_buffered_bytes") > 0) {
      assertTrue(System.nanoTime() < deadline, "a request is still counted");
      Thread.sleep(10);
    }
  }

  @Test
  void aBodyOverTheLimitIsRefusedWithAndWithoutItsLength() throws Exception {
    byte[] body = ("{\"input\": \"" + "x".repeat(110_000) + "\"}").getBytes(UTF_8);
    NODE.client()
        .call("POST", "/v1/embeddings", "application/json", body)
        .requireProblem(413, "request.too-large");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> chunked =
          http.send(
              NODE.client()
                  .request("/v1/embeddings")
                  .POST(
                      HttpRequest.BodyPublishers.ofInputStream(
                          () -> new ByteArrayInputStream(body)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(413, chunked.statusCode(), chunked::body);
    }
    long started = System.nanoTime();
    requireStatus(
        413,
        raw(
            head("POST /v1/embeddings HTTP/1.1\nHost: localhost\nContent-Length: 99999999999\n\n")
                + "x".repeat(200_000)));
    assertTrue(System.nanoTime() - started < SILENCE.toNanos(), "the connection stays open");
    requireUnharmed();
  }

  @Test
  void bodiesInMemoryAreLimitedTogether() throws Exception {
    var sockets = new ArrayList<Socket>();
    try {
      int refused = 0;
      for (int i = 0; i < 5; i++) {
        Socket socket = NODE.client().connect();
        sockets.add(socket);
        socket.setSoTimeout(300);
        socket
            .getOutputStream()
            .write(
                (head("POST /v1/embeddings HTTP/1.1\nHost: localhost\nContent-Length: 100000\n\n")
                        + "x".repeat(90_000))
                    .getBytes(ISO_8859_1));
        if (i >= 3) {
          String response = TestClient.readAll(socket);
          refused += response.startsWith("HTTP/1.1 429") ? 1 : 0;
        }
      }
      assertTrue(refused > 0, "no body was refused");
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    requireUnharmed();
  }

  @Test
  void aRequestThatDoesNotArriveInTimeIsGivenUp() throws Exception {
    requireStatus(
        400,
        raw(head("POST /v1/embeddings HTTP/1.1\nHost: localhost\nContent-Length: 10\n\n") + "{"));
    requireUnharmed();
  }

  @Test
  void moreConnectionsThanTheLimitAreClosed() throws Exception {
    var sockets = new ArrayList<Socket>();
    int served = 0;
    try {
      for (int i = 0; i < 60; i++) {
        Socket socket = NODE.client().connect();
        sockets.add(socket);
        socket.setSoTimeout(2_000);
        try {
          socket
              .getOutputStream()
              .write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
          served += socket.getInputStream().read() == 'H' ? 1 : 0;
        } catch (IOException e) {
          // closed at once
        }
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    assertTrue(served > 20 && served <= 40, "served: " + served);
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (true) {
      if (raw("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
          .startsWith("HTTP/1.1 200")) {
        return;
      }
      assertTrue(System.nanoTime() < deadline, "closed connections are still counted");
    }
  }

  @Test
  void moreRequestsThanTheLimitAreToldToTryAgain() throws Exception {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (var upstream = new FakeUpstream();
        TestNode node = TestNode.start("limits.requests", "1", "upstream.url", upstream.url())) {
      AnswerIT.fill(node.client());
      upstream.answers(
          200,
          out -> {
            asked.countDown();
            go.await();
          });
      var slow =
          CompletableFuture.supplyAsync(() ->
              node.client()
                  .post(
                      "/v1/collections/a/answer", "{\"question\": \"When is breakfast served?\"}"));
      assertTrue(asked.await(10, TimeUnit.SECONDS));
      TestClient.Reply refused = node.client().get("/v1/collections");
      refused.requireProblem(429, "limit.reached");
      assertEquals("1", refused.headers().firstValue("retry-after").orElse(""));
      assertTrue(refused.detail().contains("limits.requests=1"), refused::detail);
      node.client().get("/healthz").require(200);
      node.client().get("/readyz").require(200);
      go.countDown();
      slow.get().require(200);
      node.client().get("/v1/collections").require(200);
    }
  }

  @Test
  void requestsThatPutDocumentsHaveALimitOfTheirOwn() {
    try (TestNode node = TestNode.start("limits.ingest_requests", "0")) {
      node.client().put("/v1/collections/c", "{}").require(201);
      TestClient.Reply refused =
          node.client().put("/v1/collections/c/documents/a", "{\"text\": \"x\"}");
      refused.requireProblem(429, "limit.reached");
      assertTrue(refused.detail().contains("limits.ingest_requests"), refused::detail);
      node.client().post("/v1/collections/c/search", "{\"query\": \"x\"}").require(200);
    }
  }

  @Test
  void deepJsonIsRefused() {
    for (String deep :
        new String[] {
          "[".repeat(40_000), "{\"a\":".repeat(15_000), "[".repeat(40_000) + "]".repeat(40_000)
        }) {
      NODE.client().post("/v1/embeddings", deep).requireProblem(400, "request.malformed");
    }
    try (TestNode node = TestNode.start()) {
      for (String path : new String[] {"/v1/embeddings", "/v1/keys"}) {
        node.client().post(path, "[".repeat(100_000)).requireProblem(400, "request.malformed");
        node.client()
            .post(path, "{\"a\":".repeat(100_000))
            .requireProblem(400, "request.malformed");
      }
      node.client().put("/v1/collections/c", "{}").require(201);
      String line = "{\"id\": \"a\", \"text\": " + "[".repeat(100_000) + "\n";
      String result = node.client().lines("/v1/collections/c/documents", line).require(200).text();
      assertTrue(result.contains("request.malformed"), result);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\": \"a\", \"model\": \"b\"}",
        "{} {}",
        "{\"a\": 1,}",
        "{'a': 1}",
        "nul",
        "\u0000",
        "{\"a\": NaN}",
        "\"text\"",
        "1e99999999999",
        "{\"model\": \"\\x\"}",
        ""
      })
  void malformedJsonIsTheCallersFault(String body) {
    NODE.client().post("/v1/embeddings", body).requireProblem(400, "request.malformed");
  }

  @Test
  void otherEncodingsThanUtf8AreReadOrRefusedButNeverAnError() {
    for (byte[] body :
        new byte[][] {
          "{\"model\": 1}".getBytes(java.nio.charset.StandardCharsets.UTF_16),
          {'{', '"', (byte) 0xc3, '"', ':', '1', '}'},
          {(byte) 0xff, (byte) 0xfe, 0, 0},
          {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'}
        }) {
      NODE.client()
          .call("POST", "/v1/embeddings", "application/json", body)
          .requireProblem(400, "request.malformed");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/embeddings, text/plain, 415, request.media-type",
    "POST, /v1/keys, application/x-www-form-urlencoded, 415, request.media-type",
    "GET, /nowhere/at/all, '', 404, request.not-found",
    "POST, /v1/nothing, '', 404, request.not-found",
    "GET, /v1/collections/, '', 404, request.not-found",
    "GET, //v1/collections, '', 404, request.not-found",
    "POST, /v1/collections, '', 405, request.method",
    "PATCH, /v1/collections/c, '', 405, request.method",
    "OPTIONS, /v1/collections, '', 405, request.method",
    "DELETE, /v1/status, '', 405, request.method"
  })
  void whatTheApiDoesNotHaveIsRefused(
      String method, String path, String type, int status, String code) {
    NODE.client()
        .call(method, path, type, "{\"a\": 1}".getBytes(UTF_8))
        .requireProblem(status, code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/collections/%zz", "/v1/collections/%", "/v1/collections/a/documents/%e",
        "/v1/collections/a/documents?after=%zz", "/v1/collections?%", "/v1/status?a=%e"
      })
  void aBrokenEscapeIsTheCallersFault(String path) throws InterruptedException {
    requireStatus(
        400, raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
    requireUnharmed();
  }

  @Test
  void hugeHeadersAndLinesAreRefused() {
    String header = "X-Long: " + "x".repeat(100_000) + "\r\n";
    requireStatus(431, raw("GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n"));
    requireStatus(414, raw("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  }

  @Test
  void aRefusedRequestDoesNotSpoilTheNextOnTheConnection() {
    String body = "{\"a\": 1}";
    String response =
        raw(
            head("POST /v1/nothing HTTP/1.1\nHost: localhost\nContent-Length: 8\n\n")
                + body
                + head("POST /v1/embeddings HTTP/1.1\nHost: localhost\nContent-Length: 8\n\n")
                + body
                + head("GET /healthz HTTP/1.1\nHost: localhost\nConnection: close\n\n"));
    requireStatus(404, response);
    assertTrue(response.contains("HTTP/1.1 400"), response);
    assertTrue(response.contains("HTTP/1.1 200"), response);
    assertTrue(response.endsWith("ok\n"), response);
  }

  @Test
  void anExpectationIsMet() throws IOException {
    try (Socket socket = NODE.client().connect()) {
      socket.setSoTimeout(3_000);
      socket
          .getOutputStream()
          .write(
              head("""
              POST /v1/embeddings HTTP/1.1
              Host: localhost
              Expect: 100-continue
              Connection: close
              Content-Length: 2

              """)
                  .getBytes(ISO_8859_1));
      var first = new byte[12];
      assertEquals(12, socket.getInputStream().readNBytes(first, 0, 12));
      assertEquals("HTTP/1.1 100", new String(first, ISO_8859_1));
      socket.getOutputStream().write("{}".getBytes(ISO_8859_1));
      assertFalse(TestClient.readAll(socket).isEmpty());
    }
  }
}
