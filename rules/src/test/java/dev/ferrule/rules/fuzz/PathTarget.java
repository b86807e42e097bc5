package dev.ferrule.rules.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.model.json.JsonPath;
import dev.ferrule.model.json.Projected;
import dev.ferrule.model.json.Projection;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Any text is a path or is refused; a path finds the same again, and under a field what it finds in
 * the field's value.
 */
public final class PathTarget {
  private static final List<String> DOCUMENTS =
      List.of(
          "{\"a\":{\"b\":[{\"c\":1},{\"c\":2}],\"$type\":\"t\"},\"b\":[[1,2],[3]],\"c\":null}",
          "[{\"a\":[1,2,3]},{\"b\":{\"a\":\"x\"}},4.5,\"text\",true]",
          "\"text\"");

  private PathTarget() {}

  /** Checks one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    var path = ProjectionTarget.path(new String(input, StandardCharsets.UTF_8));
    if (path == null) {
      return;
    }
    assertEquals(path, JsonPath.parse(path.text()));
    for (var document : DOCUMENTS) {
      String found = find(path, document);
      assertEquals(found, find(path, document));
    }
  }

  private static String find(JsonPath path, String document) {
    Projection projection = Projection.of(List.of(path));
    Projected projected = projection.newProjected();
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    projection.read(bytes, 0, bytes.length, projected);
    return projected.kind(0) + " " + projected.value(0) + " " + projected.failure(0);
  }
}
