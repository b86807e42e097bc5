package dev.ferrule.server.answer;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.tracing.Outgoing;
import dev.ferrule.server.tracing.Trace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OpenAI-compatible API that words answers, read as a stream. One deadline covers the whole
 * call, however slowly pieces trickle. Thread-safe.
 */
public final class Upstream {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MAX_ANSWER_CHARS = 100_000;
  private static final int MAX_LINE_CHARS = 1 << 20;
  private static final int WAITING_PIECES = 256;

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI endpoint;
  private final String model;
  private final String apiKey;
  private final int maxTokens;
  private final Duration timeout;
  private final Semaphore calls;

  private Upstream(Settings settings) {
    String base = settings.text("upstream.url");
    try {
      this.endpoint = URI.create(base + (base.endsWith("/") ? "" : "/") + "chat/completions");
      HttpRequest.newBuilder(endpoint); // refuses what is no http or https
    } catch (IllegalArgumentException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a URL as http://127.0.0.1:11434/v1 in upstream.url, found another text",
          e);
    }
    this.model = settings.text("upstream.model");
    this.apiKey = settings.text("upstream.api_key");
    this.maxTokens = settings.integer("upstream.max_tokens");
    this.timeout = settings.duration("upstream.timeout");
    this.calls = new Semaphore(settings.integer("upstream.requests"));
  }

  /** The upstream of the settings, or null when none is set. */
  public static @Nullable Upstream of(Settings settings) {
    return settings.text("upstream.url").isEmpty() ? null : new Upstream(settings);
  }

  /** Takes a piece of text as it comes. */
  interface Sink {
    void accept(String piece) throws IOException;
  }

  /**
   * Asks and gives the pieces to {@code sink}; the whole text is returned.
   *
   * @throws FerruleException {@link ErrorCode#UPSTREAM_FAILED}, {@link ErrorCode#UPSTREAM_TIMEOUT}
   *     or {@link ErrorCode#LIMIT_REACHED}
   * @throws IOException when {@code sink} does
   */
  String generate(String prompt, Sink sink) throws IOException {
    if (!calls.tryAcquire()) {
      throw new FerruleException(
          ErrorCode.LIMIT_REACHED, "expected fewer than upstream.requests calls, found as many");
    }
    var pieces = new ArrayBlockingQueue<Piece>(WAITING_PIECES);
    Outgoing call = Trace.current().call("upstream");
    Thread reader = Thread.ofVirtual().name("upstream").start(() -> read(prompt, call, pieces));
    try {
      return collect(pieces, sink);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FerruleException(ErrorCode.UPSTREAM_FAILED, "the call was interrupted", e);
    } catch (FerruleException e) {
      call.failed(e.code().id());
      throw e;
    } finally {
      reader.interrupt();
      call.close();
      calls.release();
    }
  }

  /** A piece of the answer, its end, or why there is none. */
  private record Piece(String text, boolean last, @Nullable FerruleException failure) {}

  private String collect(ArrayBlockingQueue<Piece> pieces, Sink sink)
      throws InterruptedException, IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    var answer = new StringBuilder();
    while (true) {
      Piece piece = pieces.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (piece == null) {
        throw new FerruleException(
            ErrorCode.UPSTREAM_TIMEOUT,
            "expected an answer within upstream.timeout=%s, found none".formatted(timeout));
      }
      if (piece.failure() != null) {
        throw piece.failure();
      }
      if (piece.last()) {
        if (answer.toString().isBlank()) {
          throw new FerruleException(
              ErrorCode.UPSTREAM_FAILED, "expected an answer from the upstream, found none");
        }
        return answer.toString();
      }
      answer.append(piece.text());
      if (answer.length() > MAX_ANSWER_CHARS) {
        throw new FerruleException(
            ErrorCode.UPSTREAM_FAILED,
            "expected at most %d characters, found more".formatted(MAX_ANSWER_CHARS));
      }
      sink.accept(piece.text());
    }
  }

  private void read(String prompt, Outgoing call, ArrayBlockingQueue<Piece> pieces) {
    try {
      HttpResponse<InputStream> response =
          client.send(request(prompt, call), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          pieces.put(failed("expected status 200, found " + response.statusCode(), null));
          return;
        }
        readEvents(body, pieces);
      }
    } catch (IOException | JacksonException e) {
      offer(pieces, failed("the upstream failed: " + e.getClass().getSimpleName(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody waits any more
    }
  }

  private static void offer(ArrayBlockingQueue<Piece> pieces, Piece piece) {
    try {
      pieces.put(piece);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Piece failed(String message, @Nullable Throwable cause) {
    return new Piece("", true, new FerruleException(ErrorCode.UPSTREAM_FAILED, message, cause));
  }

  private HttpRequest request(String prompt, Outgoing call) {
    ObjectNode body = JSON.createObjectNode();
    body.put("model", model).put("stream", true).put("max_tokens", maxTokens).put("temperature", 0);
    body.putArray("messages").addObject().put("role", "user").put("content", prompt);
    var request =
        HttpRequest.newBuilder(endpoint)
            .timeout(timeout)
            .header("content-type", "application/json")
            .header("accept", "text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    if (!apiKey.isEmpty()) {
      request.header("authorization", "Bearer " + apiKey);
    }
    call.headers(request::header);
    return request.build();
  }

  private static void readEvents(InputStream body, ArrayBlockingQueue<Piece> pieces)
      throws IOException, InterruptedException {
    var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    for (String line = line(lines); line != null; line = line(lines)) {
      if (!line.startsWith("data:")) {
        continue;
      }
      String data = line.substring(5).strip();
      if (data.equals("[DONE]")) {
        pieces.put(new Piece("", true, null));
        return;
      }
      JsonNode event = JSON.readTree(data);
      if (event.has("error")) {
        pieces.put(failed("the upstream answered with an error", null));
        return;
      }
      String text = event.path("choices").path(0).path("delta").path("content").asString("");
      if (!text.isEmpty()) {
        pieces.put(new Piece(text, false, null));
      }
    }
    // some servers end the stream without [DONE]; an answer cut short looks the same, so say so
    pieces.put(failed("expected data: [DONE] at the end of the stream, found none", null));
  }

  /** As {@link BufferedReader#readLine}, of a line that must end. */
  private static @Nullable String line(BufferedReader lines) throws IOException {
    var line = new StringBuilder();
    for (int c = lines.read(); c >= 0; c = lines.read()) {
      if (c == '\n' || c == '\r') {
        return line.toString();
      }
      if (line.length() == MAX_LINE_CHARS) {
        throw new IOException("expected lines of at most %d characters".formatted(MAX_LINE_CHARS));
      }
      line.append((char) c);
    }
    return line.isEmpty() ? null : line.toString();
  }
}
