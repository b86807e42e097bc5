package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.http.AllRoutes;
import dev.ferrule.server.http.Route;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is sent to whatever route, the node answers, never with a 5xx, and stays healthy. Replay
 * with {@code -Dferrule.seed=N}.
 */
@SuppressWarnings("StringConcatToTextBlock") // bytes of a wire format, with their line ends
class RequestFuzzTest {
  private static final int REQUESTS = 3_000;
  private static final int RAW = 150;
  private static final List<String> TYPES =
      List.of(
          "",
          "application/json",
          "application/json",
          "application/x-ndjson",
          "text/plain",
          "text/markdown",
          "text/html",
          "application/pdf",
          "multipart/form-data; boundary=b",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "x",
          ";;",
          "multipart/form-data",
          "application/x-www-form-urlencoded");
  private static final List<String> SEEDS =
      List.of(
          "{\"query\": \"a b\", \"mode\": \"hybrid\", \"top_k\": 3, \"offset\": 1, \"explain\": true,"
              + " \"highlight\": true, \"filter\": {\"and\": [{\"eq\": {\"n\": 1}}, {\"not\":"
              + " {\"range\": {\"t\": {\"gte\": \"2026-01-01\"}}}}]}}",
          "{\"question\": \"what is it?\", \"stream\": true, \"filter\": {\"exists\": \"n\"}}",
          "{\"question\": \"what is it?\"}",
          "{\"filter\": {\"in\": {\"n\": [1, 2, 3]}}}",
          "{\"filter\": {\"documents\": [\"a\", \"b\"]}}",
          "{\"id\": \"a\", \"title\": \"t\", \"text\": \"Some text. More \\ud83d\\ude00 text.\","
              + " \"media_type\": \"text/html\", \"metadata\": {\"n\": [1], \"t\":"
              + " \"2026-01-01T00:00:00Z\"}}\n{\"id\": \"b\", \"text\": \"<p>x</p>\"}",
          "{\"model\": \"all-MiniLM-L6-v2\", \"input\": [\"a\", \"b\"], \"encoding_format\": \"base64\"}",
          "{\"analyzer\": \"standard\", \"chunking\": {\"max_tokens\": 32}, \"fields\": {\"n\": \"int\"}}",
          "--b\r\ncontent-disposition: form-data; name=\"metadata\"\r\n\r\n{\"n\": 1}\r\n"
              + "--b\r\ncontent-disposition: form-data; name=\"f\"; filename=\"a.md\"\r\n\r\n# A\r\n--b--\r\n",
          "{\"name\": \"k\", \"role\": \"none\"}",
          "PK\u0003\u0004word/document.xml",
          "%PDF-1.7\n1 0 obj<<>>endobj trailer<</Root 1 0 R>>");
  private static final List<String> PIECES =
      List.of(
          "\"",
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "null",
          "-1",
          "1e400",
          "99999999999999999999",
          "\\u0000",
          "\\ud800",
          "\\udfff",
          "true",
          "\"\"",
          "{}",
          "[]",
          "\n",
          "\r\n",
          "\u0000",
          "\u00ff\u00fe",
          "2026-13-45",
          "0.1",
          "{{question}}",
          "--b",
          "--b--");

  @AutoClose
  private static final TestNode NODE =
      TestNode.start("limits.body_bytes", "64KiB", "server.request_timeout", "2s");

  @TempDir private Path directory = Path.of("unset");

  private static String body(Random random) {
    var body = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
    int changes = random.nextInt(5);
    for (int i = 0; i < changes && !body.isEmpty(); i++) {
      int at = random.nextInt(body.length());
      switch (random.nextInt(5)) {
        case 0 -> body.setCharAt(at, (char) random.nextInt(256));
        case 1 -> body.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> body.delete(at, Math.min(body.length(), at + random.nextInt(12)));
        case 3 -> body.setLength(at);
        default -> body.append(PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return body.toString();
  }

  private static String path(Random random, Route route) {
    List<String> names =
        List.of("c", "c", "c", "c", "none", "%00", "%F0%9F%98%80", "..", "a%2Fb", "A", "%ED%A0%80");
    String path = route.template().replace("...}", "}");
    while (path.contains("{")) {
      path = path.replaceFirst("\\{[a-z]+\\}", names.get(random.nextInt(names.size())));
    }
    String[] queries = {
      "",
      "",
      "?wait=indexed",
      "?wait=",
      "?limit=2&after=%00",
      "?include=chunks",
      "?metadata=%7B",
      "?metadata=%7B%22n%22%3A1%7D&title=%ED%A0%80",
      "?limit=-1",
      "?=&&=%20",
      "?after=%F0%9F"
    };
    return path + queries[random.nextInt(queries.length)];
  }

  @Test
  void noRequestIsAnsweredByAnErrorOfTheNode() {
    long seed = Long.getLong("ferrule.seed", System.nanoTime());
    System.out.println("RequestFuzzTest seed=" + seed);
    var random = new Random(seed);
    List<Route> routes = AllRoutes.in(directory);
    TestClient client = NODE.client();
    client.put("/v1/collections/c", "{\"fields\": {\"n\": \"int\", \"t\": \"time\"}}").require(201);
    for (int i = 0; i < REQUESTS; i++) {
      Route route = routes.get(random.nextInt(routes.size()));
      if (route.template().equals("/v1/collections/{c}")
          && route.method().name().equals("DELETE")
          && random.nextInt(10) > 0) {
        continue;
      }
      String path = path(random, route);
      String type = TYPES.get(random.nextInt(TYPES.size()));
      byte[] body = body(random).getBytes(random.nextBoolean() ? ISO_8859_1 : UTF_8);
      String method = route.method().name();
      if (route.template().endsWith("/stream")) { // it does not end
        int status = client.statusOf(method, path);
        assertTrue(status < 500, () -> method + " " + path + " " + status);
        continue;
      }
      TestClient.Reply reply = call(client, method, path, type, body);
      assertTrue(
          reply.status() < 500 || (path.startsWith("/readyz") && reply.status() == 503),
          () ->
              "%s %s (%s) %s%n%s %s"
                  .formatted(
                      method,
                      path,
                      type,
                      new String(body, ISO_8859_1),
                      reply.status(),
                      reply.text()));
      assertFalse(reply.text().contains("\"code\":\"internal\""), reply::text);
      if (reply.status() == 404 && reply.code().equals("collection.not-found")) {
        client.put("/v1/collections/c", "{\"fields\": {\"n\": \"int\", \"t\": \"time\"}}");
      }
    }
    requireHealthy(client);
  }

  private static TestClient.Reply call(
      TestClient client, String method, String path, String type, byte[] body) {
    try {
      return client.call(method, path, type, body);
    } catch (UncheckedIOException e) {
      throw new AssertionError(
          "no answer to %s %s (%s)%n%s".formatted(method, path, type, new String(body, ISO_8859_1)),
          e);
    }
  }

  @Test
  void noBytesOnTheWireHarmTheNode() {
    long seed = Long.getLong("ferrule.seed", System.nanoTime());
    System.out.println("RequestFuzzTest seed=" + seed);
    var random = new Random(seed);
    TestClient client = NODE.client();
    for (int i = 0; i < RAW; i++) {
      var bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      String request =
          "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n"
              + "Transfer-Encoding: chunked\r\nX: y\r\n\r\n5\r\n{\"a\":\r\n0\r\n\r\n";
      if (i % 3 > 0) {
        byte[] start = request.getBytes(ISO_8859_1);
        int keep = random.nextInt(start.length);
        System.arraycopy(start, 0, bytes, 0, Math.min(keep, bytes.length));
      }
      String response = client.raw(bytes, Duration.ofMillis(5));
      assertFalse(response.startsWith("HTTP/1.1 5"), response);
    }
    requireHealthy(client);
  }

  private static void requireHealthy(TestClient client) {
    client.get("/healthz").require(200);
    long deadline = System.nanoTime() + 15_000_000_000L;
    while (client.get("/readyz").status() != 200) {
      assertTrue(System.nanoTime() < deadline, () -> client.get("/v1/status").text());
    }
    client.put("/v1/collections/after", "{}");
    client.put("/v1/collections/after/documents/a?wait=indexed", "{\"text\": \"still here\"}");
    assertTrue(
        client
            .post("/v1/collections/after/search", "{\"query\": \"still\"}")
            .require(200)
            .text()
            .contains("still here"));
  }
}
