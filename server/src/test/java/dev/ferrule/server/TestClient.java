package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.server.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Calls a node over HTTP as any client would. Thread-safe. */
public final class TestClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String base;
  private final @Nullable String key;

  public TestClient(String base, @Nullable String key) {
    this.base = base;
    this.key = key;
  }

  /** Where the node is. */
  public String base() {
    return base;
  }

  /** A response, read whole. */
  public record Reply(int status, java.net.http.HttpHeaders headers, byte[] body) {
    public String text() {
      return new String(body, UTF_8);
    }

    public JsonNode json() {
      return Json.parse(body);
    }

    public String code() {
      return json().path("code").asString("");
    }

    public String detail() {
      return json().path("detail").asString("");
    }

    public Reply require(int expected) {
      assertEquals(expected, status, this::text);
      return this;
    }

    /** Requires a problem document with this status and code. */
    public Reply requireProblem(int expected, String code) {
      require(expected);
      assertEquals("application/problem+json", headers.firstValue("content-type").orElse(""));
      assertEquals(code, code(), this::text);
      assertEquals(expected, json().path("status").asInt(0));
      assertEquals("urn:ferrule:error:" + code, json().path("type").asString(""));
      return this;
    }
  }

  public Reply get(String path) {
    return send(request(path).GET());
  }

  public Reply delete(String path) {
    return send(request(path).DELETE());
  }

  public Reply post(String path, String json) {
    return call("POST", path, "application/json", json.getBytes(UTF_8));
  }

  public Reply put(String path, String json) {
    return call("PUT", path, "application/json", json.getBytes(UTF_8));
  }

  public Reply lines(String path, String lines) {
    return call("POST", path, "application/x-ndjson", lines.getBytes(UTF_8));
  }

  public Reply call(String method, String path, String type, byte[] body, String... headers) {
    HttpRequest.Builder request =
        request(path).method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("content-type", type);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
    if (key != null) {
      request.header("authorization", "Bearer " + key);
    }
    return request;
  }

  /** As {@link #call} without a body, of a response that need not end: its body is left unread. */
  public int statusOf(String method, String path) {
    try {
      var request = request(path).method(method, HttpRequest.BodyPublishers.noBody());
      HttpResponse<InputStream> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      response.body().close();
      return response.statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The body of a response as it comes. */
  public InputStream open(String path, String json) throws IOException, InterruptedException {
    return HTTP.send(
            request(path)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream())
        .body();
  }

  /** The JSON lines of a bulk response. */
  public static List<JsonNode> jsonLines(Reply reply) {
    var lines = new ArrayList<JsonNode>();
    reply.text().lines().forEach(line -> lines.add(Json.parse(line.getBytes(UTF_8))));
    return lines;
  }

  /** A server-sent event. */
  public record Event(String name, JsonNode data) {}

  /** The events of a streamed answer. */
  public List<Event> events(String path, String json) {
    var events = new ArrayList<Event>();
    for (String block : post(path, json).require(200).text().split("\n\n")) {
      String[] lines = block.split("\n", 2);
      events.add(
          new Event(
              lines[0].substring("event: ".length()),
              Json.parse(lines[1].substring("data: ".length()).getBytes(UTF_8))));
    }
    return events;
  }

  /** Sends bytes as they are and gives what comes back until the node closes or is silent. */
  public String raw(byte[] bytes, Duration silence) {
    try (Socket socket = connect()) {
      socket.setSoTimeout((int) silence.toMillis());
      try {
        socket.getOutputStream().write(bytes);
      } catch (SocketException e) {
        // refused before the end: the response may stand there all the same
      }
      return readAll(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Socket connect() throws IOException {
    URI uri = URI.create(base);
    return new Socket(uri.getHost(), uri.getPort());
  }

  public static String readAll(Socket socket) throws IOException {
    var all = new ByteArrayOutputStream();
    var buffer = new byte[8_192];
    try {
      InputStream in = socket.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        all.write(buffer, 0, read);
      }
    } catch (SocketTimeoutException | SocketException e) {
      // silent, or reset after the response
    }
    return all.toString(ISO_8859_1);
  }

  /** The sum of a metric over its labels, 0 when absent. */
  public double metric(String name) {
    return get("/metrics")
        .require(200)
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** A string as a part of a path, slashes escaped too. */
  public static String encode(String part) {
    return URLEncoder.encode(part, UTF_8).replace("+", "%20");
  }

  /** The text that code points {@code [start, end)} of {@code text} are, as Python slices. */
  public static String slice(String text, JsonNode span) {
    int start = text.offsetByCodePoints(0, span.path("start").asInt(-1));
    int end = text.offsetByCodePoints(0, span.path("end").asInt(-1));
    return text.substring(start, end);
  }
}
