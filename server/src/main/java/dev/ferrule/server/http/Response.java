package dev.ferrule.server.http;

import dev.ferrule.server.tracing.Stage;
import dev.ferrule.server.tracing.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a handler answers. */
public sealed interface Response {
  String JSON = "application/json";

  /**
   * A response whose body is known.
   *
   * @param status HTTP status
   * @param contentType media type of the body
   * @param body the bytes, shared and not copied
   * @param headers further headers
   */
  record Whole(int status, String contentType, byte[] body, Map<String, String> headers)
      implements Response {}

  /**
   * A response with status 200 that is written piece by piece.
   *
   * @param contentType media type of the body
   * @param body writes it
   */
  record Streamed(String contentType, Body body) implements Response {}

  /**
   * As {@link Streamed}, but without an end of its own, so that no limit of requests counts it: it
   * ends when the client goes, or soon after its thread is interrupted because the node stops.
   *
   * @param contentType media type of the body
   * @param body writes it
   */
  record Endless(String contentType, Body body) implements Response {}

  /** Writes a streamed body; the response ends when it returns. */
  interface Body {
    void writeTo(Output output) throws IOException;
  }

  /** Where a streamed body goes. */
  interface Output {
    /**
     * Sends a piece and waits until the connection has taken it.
     *
     * @throws IOException when the client is gone or too slow
     */
    void write(byte[] piece) throws IOException;

    /** Sends text as UTF-8. */
    default void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A JSON body with status 200. */
  static Response json(JsonNode body) {
    return json(200, body);
  }

  /** A JSON body. */
  static Response json(int status, JsonNode body) {
    long started = System.nanoTime();
    byte[] bytes = Json.bytes(body);
    Trace.current().ended(Stage.SERIALIZE, started);
    return new Whole(status, JSON, bytes, Map.of());
  }
}
