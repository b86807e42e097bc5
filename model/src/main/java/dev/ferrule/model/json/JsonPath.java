package dev.ferrule.model.json;

/** A path into a JSON document, in the dialect of jsonpath-rw. Immutable, thread-safe. */
public record JsonPath(String text) {
  /** Reads a path. */
  public static JsonPath parse(String text) {
    return new JsonPath(text);
  }
}
