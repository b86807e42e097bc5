package dev.ferrule.rules.evaluation;

import dev.ferrule.model.json.Projected;
import dev.ferrule.model.json.Projection;
import java.nio.charset.StandardCharsets;

/**
 * One JSON document in UTF-8, as a part of an array. The bytes are not changed while it is in use.
 *
 * @param offset where it starts
 * @param length how many bytes it has
 */
public record JsonSlice(byte[] bytes, int offset, int length) {
  /** The empty object. */
  public static final JsonSlice EMPTY = of("{}");

  /** All of an array. */
  public static JsonSlice of(byte[] bytes) {
    return new JsonSlice(bytes, 0, bytes.length);
  }

  /** A text's UTF-8. */
  public static JsonSlice of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads the paths of a projection from this document. */
  public void read(Projection projection, Projected into) {
    projection.read(bytes, offset, length, into);
  }

  @Override
  public String toString() {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }
}
