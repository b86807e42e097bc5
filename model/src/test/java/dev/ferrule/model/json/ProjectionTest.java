package dev.ferrule.model.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectionTest {
  private static Projection of(String... paths) {
    return Projection.of(Arrays.stream(paths).map(JsonPath::parse).toList());
  }

  private static Projected read(Projection projection, byte[] document) {
    Projected into = projection.newProjected();
    projection.read(document, 0, document.length, into);
    return into;
  }

  private static Projected read(String document, String... paths) {
    return read(of(paths), document.getBytes(UTF_8));
  }

  private static @Nullable Object first(String path, String document) {
    return read(document, path).value(0);
  }

  private static FerruleException refusal(byte[] document) {
    return assertThrows(FerruleException.class, () -> read(of("$.a"), document));
  }

  @Test
  void everyKindIsTold() {
    Projected found =
        read(
            """
            {"n": null, "f": false, "t": true, "i": -12, "b": 9223372036854775808, "d": 1.5,
             "s": "x", "a": [1, "y"], "o": {"k": {}}, "inf": 1e400, "nan": NaN, "min": -Infinity}
            """,
            "n",
            "f",
            "t",
            "i",
            "b",
            "d",
            "s",
            "a",
            "o",
            "inf",
            "nan",
            "min",
            "none");
    int[] kinds = {1, 2, 3, 4, 5, 6, 7, 8, 9, 6, 6, 6, 0};
    for (int path = 0; path < kinds.length; path++) {
      assertEquals(kinds[path], found.kind(path));
    }
    assertEquals(-12, found.longValue(3));
    assertEquals(-12.0, found.doubleValue(3));
    assertEquals(0x1p63, found.doubleValue(4));
    assertEquals(BigInteger.ONE.shiftLeft(63), found.value(4));
    assertEquals(1.5, found.doubleValue(5));
    assertEquals("x", found.text(6));
    assertEquals(List.of(1L, "y"), found.value(7));
    assertEquals("[1, \"y\"]", found.text(7));
    assertEquals(Map.of("k", Map.of()), found.value(8));
    assertEquals(Double.POSITIVE_INFINITY, found.doubleValue(9));
    assertEquals(Double.NaN, found.doubleValue(10));
    assertEquals(Double.NEGATIVE_INFINITY, found.doubleValue(11));
    assertNull(found.value(12));
    assertThrows(FerruleException.class, () -> found.longValue(6));
    assertThrows(FerruleException.class, () -> found.text(12));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 4",
    "-0, 4",
    "9223372036854775807, 4",
    "-9223372036854775808, 4",
    "-9223372036854775809, 5",
    "999999999999999999, 4",
    "-0.0, 6",
    "1e2, 6",
    "1E+2, 6"
  })
  void numbersAreIntegersByTheirText(String number, int kind) {
    Projected found = read("{\"a\":" + number + "}", "a");
    assertEquals(kind, found.kind(0));
    if (kind == Projected.INT) {
      assertEquals(Long.parseLong(number), found.longValue(0));
    } else {
      assertEquals(Double.parseDouble(number), found.doubleValue(0));
    }
  }

  @Test
  void positionsAreThoseOfTheBytes() {
    byte[] document = "xx {\"a\": {\"b\": [1, 2]}} yy".getBytes(UTF_8);
    Projection projection = of("a.b");
    Projected found = projection.newProjected();
    projection.read(document, 3, 20, found);
    assertEquals(
        "[1, 2]", new String(document, found.start(0), found.end(0) - found.start(0), UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          $.a[*].b          ~ {"a":[{"c":1},{"b":2},{"b":3}]}     ~ 2
          $.a[*].b          ~ {"a":{"b":4}}                       ~ 4
          $.a[0:2].b        ~ {"a":[{},{"b":2},{"b":3}]}          ~ 2
          $.a[-1]           ~ {"a":[1,2,3]}                       ~ 3
          $.a[1]            ~ {"a":[1,2,3]}                       ~ 2
          $.a[0][1]         ~ {"a":[[1,7],2]}                     ~ 7
          $..h.b            ~ {"x":{"h":{"b":1}},"h":{"b":2}}     ~ 2
          $..b              ~ {"a":[{"b":1}],"b":2}               ~ 2
          $.*               ~ {"x":5,"y":6}                       ~ 5
          $.*.b             ~ {"x":5,"y":{"b":6}}                 ~ 6
          $.b,a             ~ {"a":1,"b":2}                       ~ 2
          $.a|b             ~ {"b":2,"a":1}                       ~ 1
          $.['$type']       ~ {"$type":8}                         ~ 8
          $['c-d']          ~ {"c-d":9}                           ~ 9
          a.b where c       ~ {"a":{"b":{"c":1}}}                 ~ {c=1}
          $.a.`parent`.b    ~ {"a":1,"b":2}                       ~ 2
          $.a.$.b           ~ {"a":{"b":1},"b":2}                 ~ 2
          $.a[0]            ~ {"a":"é\\u00e8x"}                   ~ é
          $.a[-2]           ~ {"a":"é\\u00e8x"}                   ~ è
          """)
  void firstMatchIsTheReferences(String path, String document, String value) {
    assertEquals(value, String.valueOf(first(path, document)));
    assertEquals(
        value,
        String.valueOf(
            read(
                    Projection.of(List.of(JsonPath.parse(path).under("data"))),
                    ("{\"b\":0,\"data\":" + document + "}").getBytes(UTF_8))
                .value(0)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          $.a[0]     ~ {"a":1}        ~ TypeError: object of type 'int' has no len()
          $.a[0].b   ~ {"a":null}     ~ TypeError: object of type 'NoneType' has no len()
          $.a[*]     ~ {"a":1.5}      ~ TypeError: object of type 'float' has no len()
          $.a[0]     ~ {"a":{"b":1}}  ~ KeyError: 0
          $.a[-2]    ~ {"a":[1]}      ~ IndexError: list index out of range
          $.a[-2]    ~ {"a":"x"}      ~ IndexError: string index out of range
          $.a[*].b[0] ~ {"a":[{"b":[1]},{"b":true}]} ~ TypeError: object of type 'bool' has no len()
          """)
  void failuresAreTheReferences(String path, String document, String failure) {
    Projected found = read(document, path);
    assertEquals(Projected.ABSENT, found.kind(0));
    assertEquals(failure, found.failure(0));
  }

  @Test
  void absentPathsHaveNoFailure() {
    Projected found = read("{\"a\":[1]}", "$.a[1]", "$.b", "$.a.b");
    for (int path = 0; path < 3; path++) {
      assertEquals(Projected.ABSENT, found.kind(path));
      assertNull(found.failure(path));
    }
  }

  @Test
  void laterFieldOfTheSameNameReplacesAllOfTheEarlier() {
    assertEquals(2L, first("a.b", "{\"a\":{\"b\":1},\"a\":{\"b\":2}}"));
    assertNull(first("a.b", "{\"a\":{\"b\":1},\"a\":{\"c\":2}}"));
    assertNull(first("a.b", "{\"a\":{\"b\":1},\"\\u0061\":5}"));
    assertNull(first("a[*].b", "{\"a\":[{\"b\":1}],\"a\":[]}"));
    assertEquals(3L, first("a[*].b", "{\"a\":[{\"b\":1,\"b\":3},{\"b\":2}]}"));
    assertEquals(5L, first("a.b.c", "{\"a\":{\"b\":{\"c\":1},\"b\":{\"c\":5}}}"));
    assertEquals(7L, first("$.*", "{\"a\":1,\"b\":2,\"a\":7}"));
    assertNull(first("a[0].b", "{\"a\":[{\"b\":1}],\"a\":[{}]}"));
  }

  @Test
  void namesAreComparedWhole() {
    var names = new ArrayList<String>();
    var document = new StringBuilder("{\"\":-1");
    for (int length = 1; length <= 40; length++) {
      names.add("$.'" + "n".repeat(length - 1) + "a'");
      document.append(",\"").append("n".repeat(length)).append("\":0,\"");
      document.append("n".repeat(length - 1)).append("a\":").append(length);
      document.append(",\"").append("n".repeat(length - 1)).append("b\":0");
    }
    Projected found = read(document.append("}").toString(), names.toArray(String[]::new));
    for (int length = 1; length <= 40; length++) {
      assertEquals(length, found.longValue(length - 1));
    }
  }

  @Test
  void namesMayHaveEscapesAndAnyCharacter() {
    assertEquals(1L, first("$.'é日😀'", "{\"é日😀\":1}"));
    assertEquals(1L, first("$.'é'", "{\"\\u00E9\":1}"));
    assertEquals(1L, first("$..'é'", "{\"\\u00E9\":1}"));
    assertEquals(1L, first("$.''", "{\"\":1}"));
    assertNull(first("$.'\ud83d'", "{\"?\":1}"));
    assertEquals(1L, first("$.'\ud83d'", "{\"\\ud83d\":1}"));
  }

  @Test
  void stringsAreDecodedOnceAndKept() {
    Projected found =
        read("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\\ud83dé\"}", "a");
    assertEquals("\"\\/\b\f\n\r\té😀\ud83dé", found.text(0));
    assertSame(found.text(0), found.text(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[",
        "]",
        "{]",
        "[}",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\" 1}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\":1}}",
        "{} x",
        "01",
        "-",
        "-a",
        "1.",
        ".5",
        "1.e5",
        "1e",
        "1e+",
        "+1",
        "0x1",
        "1_0",
        "tru",
        "truE",
        "nul",
        "falsey",
        "nan",
        "Inf",
        "--1",
        "-NaN",
        "\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u123\"",
        "\"a\nb\"",
        "\"\u0000\"",
        "\"\u001f\"",
        "{\"x\":{\"a\":tru}}",
        "{\"x\":[1,{\"y\":}]}",
        "{\"x\":[\"\t\"]}",
        "{,}",
        "[[]",
        "{\"a\":1:2}",
        "\u00a01",
        "\f1",
        "/**/1",
        "{\"a\":1 \"b\":2}"
      })
  void whatIsNotJsonIsRefusedWhereverItStands(String document) {
    for (String around : List.of("%s", "{\"a\":%s}", "{\"skip\":[0,%s]}")) {
      if ((document.isBlank() && !around.equals("%s")) || document.equals("]")) {
        continue;
      }
      var thrown = refusal(around.formatted(document).getBytes(UTF_8));
      assertEquals(ErrorCode.EVENT_INVALID, thrown.code(), around.formatted(document));
    }
  }

  @Test
  void errorsTellWhereAndWhat() {
    assertEquals(
        "expected ',' or '}' at byte 7, found ']'",
        refusal("{\"a\":1 ]".getBytes(UTF_8)).getMessage());
    assertEquals(
        "expected a value at byte 5, found the end",
        refusal("{\"a\":".getBytes(UTF_8)).getMessage());
    assertEquals(
        "expected no control character in a string at byte 2, found byte 0x01",
        refusal("\"x\u0001\"".getBytes(UTF_8)).getMessage());
  }

  @Test
  void utf8IsCheckedAsTheStandardHasIt() {
    for (String bad :
        List.of(
            "\u0080",
            "\u00bf",
            "\u00c0\u0080",
            "\u00c1\u00bf",
            "\u00c3",
            "\u00c3x",
            "\u00e0\u0080\u0080",
            "\u00e0\u009f\u00bf",
            "\u00ed\u00a0\u0080",
            "\u00ed\u00bf\u00bf",
            "\u00e2\u0082",
            "\u00e2\u0082x",
            "\u00f0\u0080\u0080\u0080",
            "\u00f0\u008f\u00bf\u00bf",
            "\u00f4\u0090\u0080\u0080",
            "\u00f5\u0080\u0080\u0080",
            "\u00f0\u009f\u0098",
            "\u00ff",
            "\u00fe")) {
      for (String around :
          List.of("\"%s\"", "{\"skip\":\"%s\",\"b\":\"0123456789\"}", "{\"a%s\":1}")) {
        var thrown = refusal(around.formatted(bad).getBytes(ISO_8859_1));
        assertEquals(ErrorCode.EVENT_INVALID, thrown.code());
      }
    }
    for (String good :
        List.of("\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "😀", "\udbff\udfff")) {
      for (int pad = 0; pad < 9; pad++) {
        String text = "x".repeat(pad) + good;
        assertEquals(text, first("a", "{\"a\":\"" + text + "\"}"));
      }
    }
  }

  @Test
  void markAtTheBeginningIsPassedOver() {
    assertEquals(1L, first("a", "\ufeff {\"a\":1}"));
  }

  @Test
  void depthIsLimitedInWhatIsReadAndInWhatIsSkipped() {
    for (String field : List.of("a", "skip")) {
      for (int depth : List.of(62, 63, 64, 65, 127, 128, 129, 499)) {
        String deep = "{\"" + field + "\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"z\":1}";
        assertEquals(1L, first("z", deep));
        assertThrows(FerruleException.class, () -> read(deep.replaceFirst("]", "}"), "a"));
      }
      for (int depth : List.of(500, 10_000, 1_000_000)) {
        var thrown = refusal(("{\"" + field + "\":" + "[".repeat(depth)).getBytes(UTF_8));
        assertEquals(ErrorCode.EVENT_TOO_LARGE, thrown.code());
      }
    }
    Projection deeper =
        Projection.of(List.of(JsonPath.parse("$..z")), new Projection.Limits(1 << 20, 2_000));
    String nested = "{\"x\":".repeat(1_999) + "{\"z\":3}" + "}".repeat(1_999);
    assertEquals(3L, read(deeper, nested.getBytes(UTF_8)).value(0));
  }

  @Test
  void kindsOfOpenContainersAreKeptAtAnyDepth() {
    var open = new StringBuilder();
    var close = new StringBuilder();
    for (int i = 0; i < 450; i++) {
      boolean object = Integer.bitCount(i * 7) % 2 == 0;
      open.append(object ? "{\"k\":" : "[");
      close.insert(0, object ? "}" : "]");
    }
    assertEquals(2L, first("a", "{\"skip\":" + open + "1" + close + ",\"a\":2}"));
    for (int i = 0; i < 450; i += 13) {
      String wrong =
          close.substring(0, i) + (close.charAt(i) == '}' ? "]" : "}") + close.substring(i + 1);
      refusal(("{\"skip\":" + open + "1" + wrong + ",\"a\":2}").getBytes(UTF_8));
    }
  }

  @Test
  void sizeIsLimited() {
    Projection small = Projection.of(List.of(), new Projection.Limits(10, 5));
    read(small, "[1,2,3,45]".getBytes(UTF_8));
    var thrown =
        assertThrows(FerruleException.class, () -> read(small, "[1,2,3,456]".getBytes(UTF_8)));
    assertEquals(ErrorCode.EVENT_TOO_LARGE, thrown.code());
    assertEquals("expected at most 10 bytes, found 11", thrown.getMessage());
    assertThrows(FerruleException.class, () -> new Projection.Limits(10, 2_001));
    assertThrows(FerruleException.class, () -> new Projection.Limits(0, 10));
  }

  @Test
  void integersHaveNoMoreDigitsThanPythonReads() {
    assertEquals(
        new BigInteger("7".repeat(4_300)), first("a", "{\"a\":" + "7".repeat(4_300) + "}"));
    refusal(("{\"a\":" + "7".repeat(4_301) + "}").getBytes(UTF_8));
    refusal(("{\"skip\":-" + "7".repeat(4_301) + "}").getBytes(UTF_8));
    assertEquals(0.0, first("a", "{\"a\":0." + "0".repeat(9_000) + "}"));
  }

  @Test
  void tenMegabytesAreRead() {
    var text = new StringBuilder("{\"skip\":[");
    while (text.length() < 10_000_000) {
      text.append("{\"k\":\"0123456789 0123456789\",\"n\":[1,2.5,true,null]},");
    }
    assertEquals(4L, first("a", text.append("0],\"a\":4}").toString()));
  }

  @Test
  void nothingIsLeftOfAnEarlierDocument() {
    Projection projection = of("a", "b[*]", "c[0]");
    Projected into = projection.newProjected();
    byte[] full = "{\"a\":\"x\",\"b\":[1],\"c\":5}".getBytes(UTF_8);
    projection.read(full, 0, full.length, into);
    assertEquals("x", into.text(0));
    assertEquals(1L, into.value(1));
    assertEquals("TypeError: object of type 'int' has no len()", into.failure(2));
    byte[] empty = "{}".getBytes(UTF_8);
    projection.read(empty, 0, empty.length, into);
    for (int path = 0; path < 3; path++) {
      assertEquals(Projected.ABSENT, into.kind(path));
      assertNull(into.failure(path));
    }
    projection.read(full, 0, full.length, into);
    assertThrows(FerruleException.class, () -> projection.read(full, 0, full.length - 1, into));
    assertEquals(Projected.ABSENT, into.kind(0));
  }

  @Test
  void walksThatDoNotEndAreStopped() {
    String wide = "{\"x\":[" + "{\"y\":[1,2]},".repeat(2_000) + "0]}";
    Projected found = read(wide, "$..*..*..*..*..*..*..*..*", "$.x[0].y[1]");
    assertEquals(2L, found.value(1));
    String deep = "{\"x\":".repeat(400) + "1" + "}".repeat(400);
    Projected stopped = read(deep, "$..*..*..*..*..z");
    assertEquals("expected at most 20000000 steps of a path, found more", stopped.failure(0));
  }
}
