package dev.ferrule.server.http;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * JSON in and out, with one mapper: duplicate keys and trailing text are refused. Halves of
 * surrogate pairs, which JSON can carry and UTF-8 cannot, are refused in requests and replaced in
 * responses.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .nodeFactory(
              new JsonNodeFactory() {
                private static final long serialVersionUID = 1;

                @Override
                public StringNode stringNode(String text) {
                  return super.stringNode(whole(text));
                }
              })
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  private static String whole(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
      }
    }
    return text;
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /** As {@link #parse}, of what a client sent: it must be Unicode. */
  public static JsonNode read(byte[] json) {
    Unicode.require(json);
    return parse(json);
  }

  /** Parses a value; {@link ErrorCode#REQUEST_MALFORMED} says where it went wrong. */
  public static JsonNode parse(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw new FerruleException(
          ErrorCode.REQUEST_MALFORMED,
          "expected JSON, found an error at line %d column %d: %s"
              .formatted(
                  at == null ? 0 : at.getLineNr(),
                  at == null ? 0 : at.getColumnNr(),
                  e.getOriginalMessage()),
          e);
    }
  }

  /** A number rounded to {@code digits} decimals, for people and small responses. */
  public static double round(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.round(value * scale) / scale;
  }
}
