package dev.ferrule.server.http;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A request that has arrived whole. Immutable.
 *
 * @param caller who calls: the name of the API key, or {@code anonymous} without one
 * @param path the parts of the path that the route names
 * @param query the query parameters
 * @param headers the headers
 * @param body its body; the fields of a form stand in {@code parts} instead
 * @param parts the parts of a multipart form, in order
 */
public record Request(
    String caller,
    Map<String, String> path,
    MultiMap query,
    MultiMap headers,
    byte[] body,
    List<Part> parts) {

  /**
   * One part of a form.
   *
   * @param name the field
   * @param fileName the file's name; empty for a plain field
   * @param content its bytes
   */
  public record Part(String name, String fileName, byte[] content) {}

  /** A named part of the path. */
  public String path(String name) {
    return java.util.Objects.requireNonNull(path.get(name), name);
  }

  /** The media type of the body, lower case and without parameters; empty when there is none. */
  public String mediaType() {
    String type = headers.get("content-type");
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** A query parameter, or {@code otherwise}. */
  public String queryOr(String name, String otherwise) {
    String value = query.get(name);
    return value == null ? otherwise : value;
  }

  /** A whole number among the query parameters. */
  public int queryInteger(String name, int otherwise, int min, int max) {
    String value = query.get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, as a number out of range is
    }
    throw Fields.malformed(
        "expected a whole number from %d to %d in ?%s, found another value"
            .formatted(min, max, name));
  }

  /** The body as JSON. */
  public JsonNode json() {
    String type = mediaType();
    if (!type.isEmpty() && !type.equals("application/json") && !type.endsWith("+json")) {
      throw new FerruleException(
          ErrorCode.REQUEST_MEDIA_TYPE, "expected application/json, found " + type);
    }
    return Json.read(body);
  }

  /** Whether the client waits until what it writes can be found ({@code ?wait=indexed}). */
  public boolean waitsForIndex() {
    String wait = queryOr("wait", "");
    if (!wait.isEmpty() && !wait.equals("indexed")) {
      throw Fields.malformed("expected indexed in ?wait, found " + wait);
    }
    return !wait.isEmpty();
  }
}
