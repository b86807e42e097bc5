package dev.ferrule.server.results;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class StrictJsonTest {
  private static String strict(String json) {
    return new String(StrictJson.of(json.getBytes(UTF_8)), UTF_8);
  }

  @Test
  void numbersThatJsonHasNotBecomeTexts() {
    assertEquals("[\"NaN\",\"-Infinity\",-1]", strict("[NaN,-Infinity,-1]"));
    assertEquals("{\"a\":\"Infinity\"}", strict("{\"a\":Infinity}"));
  }

  @Test
  void textsStayAsTheyAre() {
    byte[] json = "{\"NaN\":\"a \\\" Infinity \\\\\",\"b\":null}".getBytes(UTF_8);
    assertSame(json, StrictJson.of(json));
  }
}
