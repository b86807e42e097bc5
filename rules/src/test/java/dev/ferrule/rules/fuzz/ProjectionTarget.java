package dev.ferrule.rules.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.JsonPath;
import dev.ferrule.model.json.Projected;
import dev.ferrule.model.json.Projection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * A path in the first line and a document behind it: both are read or refused, the document where
 * Jackson does the same, to the same values; and a path finds the same alone and among others.
 */
public final class ProjectionTarget {
  private static final List<String> OTHERS = List.of("$", "$.a", "$.a.b", "$..b", "$.a[0]", "$.*");

  /* What Python reads and JSON has not, or Jackson has not: half a surrogate pair in a name. */
  private static final Pattern BEYOND_JSON =
      Pattern.compile("NaN|[iI][nN][fF]|[0-9]{1000}|\\\\u[dD][89a-fA-F]");

  private static final ObjectReader JACKSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(500)
                          .maxNumberLength(1 << 20)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(Object.class);

  private ProjectionTarget() {}

  /** Checks one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    int end = 0;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    byte[] document = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
    var paths = new ArrayList<JsonPath>();
    OTHERS.forEach(path -> paths.add(JsonPath.parse(path)));
    var asked = path(new String(input, 0, end, StandardCharsets.UTF_8));
    if (asked != null) {
      paths.add(asked);
    }
    var together = read(paths, document);
    var text = text(document);
    if (text == null || !BEYOND_JSON.matcher(text).find()) {
      compare(text, together);
    }
    if (together != null && asked != null) {
      var alone = read(List.of(asked), document);
      assertTrue(alone != null);
      assertEquals(found(alone, 0), found(together, OTHERS.size()));
    }
  }

  private static String found(Projected projected, int path) {
    return projected.kind(path) + " " + projected.value(path) + " " + projected.failure(path);
  }

  static @Nullable JsonPath path(String text) {
    try {
      return JsonPath.parse(text);
    } catch (FerruleException e) {
      assertEquals(ErrorCode.RULE_PATH, e.code(), e.getMessage());
      return null;
    }
  }

  private static @Nullable Projected read(List<JsonPath> paths, byte[] document) {
    var projection = Projection.of(paths);
    var projected = projection.newProjected();
    try {
      projection.read(document, 0, document.length, projected);
    } catch (FerruleException e) {
      assertTrue(e.code() == ErrorCode.EVENT_INVALID || e.code() == ErrorCode.EVENT_TOO_LARGE);
      return null;
    }
    for (int path = 0; path < paths.size(); path++) {
      found(projected, path);
    }
    return projected;
  }

  /** The document's text without its mark, or null when it is no UTF-8. */
  private static @Nullable String text(byte[] document) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static void compare(@Nullable String text, @Nullable Projected found) {
    Object expected;
    try {
      expected = text == null ? JACKSON : JACKSON.readValue(text);
    } catch (JacksonException e) {
      expected = JACKSON;
    }
    assertEquals(expected == JACKSON, found == null, () -> "refused by one alone: " + text);
    if (found != null) {
      assertEquals(plain(expected), found.value(0));
    }
  }

  private static @Nullable Object plain(@Nullable Object jackson) {
    return switch (jackson) {
      case Integer number -> number.longValue();
      case List<?> list -> {
        var items = new ArrayList<@Nullable Object>();
        list.forEach(item -> items.add(plain(item)));
        yield items;
      }
      case Map<?, ?> map -> {
        var fields = new LinkedHashMap<Object, @Nullable Object>();
        map.forEach((name, value) -> fields.put(name, plain(value)));
        yield fields;
      }
      case null, default -> jackson;
    };
  }
}
