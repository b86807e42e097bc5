package dev.ferrule.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.testkit.SharedData;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** The projection finds what Jackson finds, at every path of a document. */
class ProjectionDifferentialTest {
  private static final ObjectReader JACKSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(Object.class);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "events_bluesky/jetstream_v1_events.jsonl",
        "events_github/github_events_2021-07-21.jsonl.gz",
        "events_wikipedia/wiki_edits_2015-09-12.dev.jsonl.gz",
        "events_cloudtrail/cloudtrail_2023-07-10.dev.jsonl.gz",
        "events_web_logs/nginxplus_status_500.jsonl.gz"
      })
  void everyPathOfARealEventAgrees(String file) {
    List<String> lines = SharedData.lines(file);
    int compared = 0;
    for (String line : lines.subList(0, Math.min(150, lines.size()))) {
      compared += compare(line);
    }
    assertTrue(compared > 1_000, "too little was compared: " + compared);
  }

  @Test
  void everyPathOfARandomDocumentAgrees() {
    var random = new SplittableRandom(20_260_101);
    for (int i = 0; i < 3_000; i++) {
      compare(RandomJson.object(random, 4));
    }
  }

  /** Compares all paths of a document at once, and a walk to the last. */
  private static int compare(String document) {
    Object expected = JACKSON.readValue(document);
    var values = new LinkedHashMap<String, @Nullable Object>();
    collect("$", expected, values);
    List<String> texts = List.copyOf(values.keySet());
    Projection projection = Projection.of(texts.stream().map(JsonPath::parse).toList());
    Projected found = projection.newProjected();
    byte[] bytes = document.getBytes(UTF_8);
    projection.read(bytes, 0, bytes.length, found);
    for (int path = 0; path < texts.size(); path++) {
      assertEquals(values.get(texts.get(path)), found.value(path), () -> document + " differs");
    }
    String last = texts.getLast();
    Projection walk = Projection.of(List.of(JsonPath.parse("(" + last + ")|$")));
    Projected walked = walk.newProjected();
    walk.read(bytes, 0, bytes.length, walked);
    assertEquals(values.get(last), walked.value(0));
    return texts.size();
  }

  private static void collect(
      String path, @Nullable Object value, Map<String, @Nullable Object> into) {
    into.put(path, plain(value));
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, field) -> {
        String quoted = name.toString().replace("\\", "\\\\").replace("'", "\\'");
        if (!quoted.equals("*") && !quoted.contains("\n")) {
          collect(path + ".'" + quoted + "'", field, into);
        }
      });
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        collect(path + "[" + i + "]", list.get(i), into);
      }
    }
  }

  /** Jackson's integers as the projection gives them. */
  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case Integer number -> (long) number;
      case BigInteger number when number.bitLength() < 64 -> number.longValue();
      case Map<?, ?> map -> {
        var copy = new LinkedHashMap<Object, @Nullable Object>();
        map.forEach((name, field) -> copy.put(name, plain(field)));
        yield copy;
      }
      case List<?> list -> {
        var copy = new ArrayList<@Nullable Object>();
        list.forEach(element -> copy.add(plain(element)));
        yield copy;
      }
      case null, default -> value;
    };
  }
}
