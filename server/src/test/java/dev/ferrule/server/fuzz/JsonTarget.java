package dev.ferrule.server.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.http.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Any bytes are JSON in UTF-8, and then the same when written and read again, or are refused. */
public final class JsonTarget {
  private JsonTarget() {}

  /** Checks one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    JsonNode read;
    try {
      read = Json.read(input);
    } catch (FerruleException refused) {
      assertEquals(ErrorCode.REQUEST_MALFORMED, refused.code());
      return;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(input));
    } catch (CharacterCodingException e) {
      throw new AssertionError("read what is no UTF-8", e);
    }
    assertEquals(Json.text(read), Json.text(Json.read(Json.bytes(read))));
  }
}
