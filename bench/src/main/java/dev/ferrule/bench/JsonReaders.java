package dev.ferrule.bench;

import dev.ferrule.model.json.JsonPath;
import dev.ferrule.model.json.Projected;
import dev.ferrule.model.json.Projection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.simdjson.JsonValue;
import org.simdjson.SimdJsonParser;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/** The ways to read values by path that {@link JsonBench} compares. */
final class JsonReaders {
  private JsonReaders() {}

  /** Reads a document's values at paths that it was made for. */
  interface Reader {
    void read(byte[] document, Values into);
  }

  /** Scalars by the number of their path, without boxes. */
  static final class Values {
    private final @Nullable String[] kinds;
    private final @Nullable String[] texts;
    private final long[] numbers;

    Values(int paths) {
      kinds = new String[paths];
      texts = new String[paths];
      numbers = new long[paths];
    }

    void clear() {
      Arrays.fill(kinds, null);
    }

    void put(int path, String text) {
      kinds[path] = "text";
      texts[path] = text;
    }

    void put(int path, long number) {
      kinds[path] = "integer";
      numbers[path] = number;
    }

    void put(int path, double number) {
      kinds[path] = "double";
      numbers[path] = Double.doubleToRawLongBits(number);
    }

    void put(int path, boolean value) {
      kinds[path] = value ? "true" : "false";
    }

    int count() {
      return (int) Arrays.stream(kinds).filter(kind -> kind != null).count();
    }

    @Override
    public String toString() {
      var text = new StringBuilder();
      for (int i = 0; i < kinds.length; i++) {
        text.append(kinds[i]);
        if ("text".equals(kinds[i])) {
          text.append(texts[i]);
        } else if ("integer".equals(kinds[i]) || "double".equals(kinds[i])) {
          text.append(numbers[i]);
        }
        text.append('\n');
      }
      return text.toString();
    }
  }

  /** The projection. */
  static final class Ferrule implements Reader {
    private final Projection projection;
    private final Projected projected;
    private final int paths;

    Ferrule(List<String> paths) {
      projection =
          Projection.of(
              paths.stream()
                  .map(path -> JsonPath.parse("$.'" + path.replace(".", "'.'") + "'"))
                  .toList());
      projected = projection.newProjected();
      this.paths = paths.size();
    }

    @Override
    public void read(byte[] document, Values into) {
      projection.read(document, 0, document.length, projected);
      for (int path = 0; path < paths; path++) {
        switch (projected.kind(path)) {
          case Projected.STRING -> into.put(path, projected.text(path));
          case Projected.INT -> into.put(path, projected.longValue(path));
          case Projected.FLOAT -> into.put(path, projected.doubleValue(path));
          case Projected.TRUE -> into.put(path, true);
          case Projected.FALSE -> into.put(path, false);
          default -> {}
        }
      }
    }
  }

  /** Names, and what is below each: as a person would write the walk by hand. */
  private static final class Place {
    private final Map<String, Place> byName = new LinkedHashMap<>();
    private int path = -1;
    private @Nullable PropertyNameMatcher matcher;
    private Place[] places = {};

    void add(String names, int number) {
      int dot = names.indexOf('.');
      Place place =
          byName.computeIfAbsent(dot < 0 ? names : names.substring(0, dot), _ -> new Place());
      if (dot < 0) {
        place.path = number;
      } else {
        place.add(names.substring(dot + 1), number);
      }
    }

    void close(JsonFactory factory) {
      var names = new ArrayList<Named>();
      byName.keySet().forEach(name -> names.add(Named.fromString(name)));
      matcher = factory.constructNameMatcher(names, false);
      places = byName.values().toArray(Place[]::new);
      byName.values().stream()
          .filter(place -> !place.byName.isEmpty())
          .forEach(place -> place.close(factory));
    }
  }

  /** Jackson's streaming parser, matching names and skipping what is not wanted. */
  static final class Jackson implements Reader {
    private final JsonFactory factory = new JsonFactory();
    private final Place root = new Place();

    Jackson(List<String> paths) {
      for (int i = 0; i < paths.size(); i++) {
        root.add(paths.get(i), i);
      }
      root.close(factory);
    }

    @Override
    public void read(byte[] document, Values into) {
      try (JsonParser parser =
          factory.createParser(ObjectReadContext.empty(), document, 0, document.length)) {
        parser.nextToken();
        object(parser, root, into);
        if (parser.nextToken() != null) {
          throw new IllegalStateException("expected one value");
        }
      }
    }

    private static void object(JsonParser parser, Place place, Values into) {
      PropertyNameMatcher matcher = place.matcher;
      if (matcher == null) {
        parser.skipChildren();
        return;
      }
      while (true) {
        int match = parser.nextNameMatch(matcher);
        if (match == PropertyNameMatcher.MATCH_END_OBJECT) {
          return;
        }
        JsonToken token = parser.nextToken();
        if (match < 0) {
          parser.skipChildren();
          continue;
        }
        Place child = place.places[match];
        switch (token) {
          case START_OBJECT -> object(parser, child, into);
          case START_ARRAY -> parser.skipChildren();
          default -> scalar(parser, token, child.path, into);
        }
      }
    }

    private static void scalar(JsonParser parser, JsonToken token, int path, Values into) {
      if (path < 0) {
        return;
      }
      switch (token) {
        case VALUE_STRING -> into.put(path, parser.getString());
        case VALUE_NUMBER_INT -> into.put(path, parser.getLongValue());
        case VALUE_NUMBER_FLOAT -> into.put(path, parser.getDoubleValue());
        case VALUE_TRUE -> into.put(path, true);
        case VALUE_FALSE -> into.put(path, false);
        default -> {}
      }
    }
  }

  /** simdjson-java: an index of the whole document, then look-ups by name. */
  static final class SimdJson implements Reader {
    private final SimdJsonParser parser = new SimdJsonParser();
    private final List<String[]> paths;

    SimdJson(List<String> paths) {
      this.paths = paths.stream().map(path -> path.split("\\.")).toList();
    }

    @Override
    public void read(byte[] document, Values into) {
      JsonValue root = parser.parse(document, document.length);
      for (int path = 0; path < paths.size(); path++) {
        JsonValue value = root;
        for (String name : paths.get(path)) {
          value = value != null && value.isObject() ? value.get(name) : null;
        }
        if (value == null) {
          continue;
        }
        if (value.isString()) {
          into.put(path, value.asString());
        } else if (value.isLong()) {
          into.put(path, value.asLong());
        } else if (value.isDouble()) {
          into.put(path, value.asDouble());
        } else if (value.isBoolean()) {
          into.put(path, value.asBoolean());
        }
      }
    }
  }
}
