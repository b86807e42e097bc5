package dev.ferrule.model.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes objects of a value that has been checked. Confined to one use. */
final class JsonTree {
  private final byte[] bytes;
  private final JsonScanner scanner;
  private int after;

  JsonTree(byte[] bytes, int end, int maxDepth) {
    this.bytes = bytes;
    scanner = new JsonScanner(maxDepth);
    scanner.turnTo(bytes, 0, end);
  }

  /** The value that begins here. */
  @Nullable Object value(int p) {
    return switch (bytes[p]) {
      case '"' -> string(p);
      case '{' -> object(p);
      case '[' -> array(p);
      default -> scalar(p);
    };
  }

  private String string(int p) {
    scanner.clearMarks();
    after = scanner.string(p + 1);
    return scanner.escaped()
        ? JsonText.decode(bytes, p + 1, after - 1)
        : new String(bytes, p + 1, after - p - 2, StandardCharsets.UTF_8);
  }

  private @Nullable Object scalar(int p) {
    after = scanner.scalar(p);
    return switch (bytes[p]) {
      case 't' -> true;
      case 'f' -> false;
      case 'n' -> null;
      default ->
          switch (JsonNumber.kind(bytes, p, after)) {
            case Projected.INT -> JsonNumber.integer(bytes, p, after);
            case Projected.BIG_INT -> JsonNumber.bigInteger(bytes, p, after);
            default -> JsonNumber.floating(bytes, p, after);
          };
    };
  }

  private Map<String, @Nullable Object> object(int from) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    int p = scanner.space(from + 1);
    while (bytes[p] != '}') {
      String name = string(p);
      fields.put(name, value(scanner.colon(after)));
      p = next();
    }
    after = p + 1;
    return fields;
  }

  private List<@Nullable Object> array(int from) {
    var elements = new ArrayList<@Nullable Object>();
    int p = scanner.space(from + 1);
    while (bytes[p] != ']') {
      elements.add(value(p));
      p = next();
    }
    after = p + 1;
    return elements;
  }

  /** From behind a value to the next one, or to the bracket that ends them. */
  private int next() {
    int p = scanner.space(after);
    return bytes[p] == ',' ? scanner.space(p + 1) : p;
  }
}
