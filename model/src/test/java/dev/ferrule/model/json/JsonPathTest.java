package dev.ferrule.model.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          $.a.b             ~ $.a.b
          a.b               ~ a.b
          $                 ~ $
          $.a[*].b          ~ $.a.[*].b
          $.a[0:2].b        ~ $.a.[:2].b
          $.a[1:]           ~ $.a.[1]
          $.a[:-1]          ~ $.a.[:-1]
          $.a[:]            ~ $.a.[*]
          $.a[-1]           ~ $.a.[-1]
          $..h.b            ~ $..h.b
          $.['$type']       ~ $.$type
          $['c-d']          ~ $.c-d
          $.'c-d'           ~ $.c-d
          $.\"x y\"         ~ $.x y
          $.'it\\'s'        ~ $.it's
          a,b.c             ~ a,b.c
          $.*               ~ $.*
          `this`.a          ~ `this`.a
          a.`parent`        ~ a.`parent`
          a where b         ~ a where b
          (a.b).c           ~ a.b.c
          $ . a [ 0 ]       ~ $.a.[0]
          @type             ~ @type
          a[٣]              ~ a.[3]
          """)
  void canonicalTextIsTheReferences(String text, String canonical) {
    assertEquals(canonical, JsonPath.parse(text).canonical());
    assertEquals(text, JsonPath.parse(text).text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          $.a[       ~ invalid json-path supplied
          $.         ~ invalid json-path supplied
          ^^         ~ invalid json-path supplied
          $.a]       ~ Parse error at 1:3 near token ] (])
          a b        ~ Parse error at 1:2 near token b (ID)
          a..        ~ invalid json-path supplied
          a...b      ~ Parse error at 1:3 near token . (.)
          a[1,2]     ~ Parse error at 1:3 near token , (,)
          a[where]   ~ Parse error at 1:2 near token where (WHERE)
          a.1        ~ Parse error at 1:2 near token 1 (NUMBER)
          `root`     ~ Unknown named operator `root` at 1:5
          'a         ~ Unexpected EOF in string literal or identifier
          a & b      ~ expected a path without &: no path with one ever has a match
          """)
  void errorsAreTheReferences(String text, String message) {
    var thrown = assertThrows(FerruleException.class, () -> JsonPath.parse(text));
    assertEquals(ErrorCode.RULE_PATH, thrown.code());
    assertEquals(message, thrown.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"$.a%b", "$.a\\b", "$.é"})
  void charactersOutsideTheDialectAreNamed(String text) {
    var thrown = assertThrows(FerruleException.class, () -> JsonPath.parse(text));
    int at = text.startsWith("$.é") ? 2 : 3;
    assertEquals(
        "Error on line 1, col " + at + ": Unexpected character: " + text.charAt(at) + " ",
        thrown.getMessage());
  }

  @Test
  void nestingIsLimited() {
    var thrown =
        assertThrows(FerruleException.class, () -> JsonPath.parse("(".repeat(100_000) + "a"));
    assertEquals("expected at most 200 nested parts of a path", thrown.getMessage());
    assertThrows(FerruleException.class, () -> JsonPath.parse("a" + ".a".repeat(100_000)));
  }

  @Test
  void pathsAreEqualByTextAndPlace() {
    assertEquals(JsonPath.parse("$.a"), JsonPath.parse("$.a"));
    assertEquals(JsonPath.parse("$.a").hashCode(), JsonPath.parse("$.a").hashCode());
    assertNotEquals(JsonPath.parse("$.a"), JsonPath.parse("a"));
    assertNotEquals(JsonPath.parse("$.a"), JsonPath.parse("$.a").under("data"));
    assertEquals("$.a under x.y", JsonPath.parse("$.a").under("y").under("x").toString());
  }
}
