package dev.ferrule.rules.functions.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.ferrule.rules.functions.TestCall;
import dev.ferrule.rules.values.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class StringFunctionsTest {
  private static TestCall call(String name, String s) {
    return new TestCall(StringFunctions.all(), name).with("s", s);
  }

  @Test
  void lengthAndSliceCountCodePoints() {
    assertEquals(3L, call("StringLength", "a\uD83D\uDE00b").value());
    assertEquals(
        "\uD83D\uDE00",
        call("StringSlice", "a\uD83D\uDE00b").with("start", 1L).with("end", 2L).value());
    assertEquals("", call("Slice", "ab").with("start", 5L).with("end", 9L).value());
  }

  @Test
  void sliceRefusesBoundsThatCannotBe() {
    assertEquals(
        List.of(
            "invalid `start`\n`start` must be a non-negative integer",
            "invalid `end`\n`end` must be a non-negative integer"),
        call("StringSlice", "").with("start", -2L).with("end", -1L).errors());
    assertEquals(
        List.of("invalid `start`\n`start` must be less than or equal to `end`"),
        call("StringSlice", "").with("start", 2L).with("end", 1L).errors());
  }

  @Test
  void caseMappingIsThatOfUnicodeInFull() {
    assertEquals("STRASSE", call("ToUpper", "stra\u00dfe").value());
    assertEquals(
        "\u03bf\u03b4\u03cc\u03c2 \u03c3\u03b1",
        call("ToLower", "\u039f\u0394\u038c\u03a3 \u03a3\u0391").value());
    assertEquals("i\u0307", call("StringToLower", "\u0130").value());
  }

  @Test
  void nothingIsCopiedWhenNothingChanges() {
    for (String name : List.of("StringToLower", "StringStrip", "StringClean")) {
      String text = new String("plain text");
      assertSame(text, call(name, text).value(), name);
    }
  }

  @Test
  void whiteSpaceIsThatOfPython() {
    assertEquals("a", call("Strip", "\u001c\u0085\u00a0a\u3000").value());
    assertEquals(List.of("a", "b"), call("Split", "\u2003a\u001fb ").value());
    assertEquals(List.of("a", "b c "), call("Split", " a b c ").with("maxsplit", 1L).value());
  }

  @Test
  void stripTakesASetOfCharacters() {
    assertEquals(
        "b", call("Strip", "\uD83D\uDE00ab\uD83D\uDE00").with("chars", "a\uD83D\uDE00").value());
    assertEquals("ab", call("LStrip", "xxab").with("chars", "x").value());
    assertEquals("xxab", call("RStrip", "xxab").with("chars", "x").value());
  }

  @Test
  void anEmptySeparatorIsAnError() {
    assertEquals(
        Failure.unexpected("ValueError", "empty separator"),
        call("StringSplit", "a").with("sep", "").value());
  }

  @Test
  void replacingNothingPutsTheTextBetweenCharacters() {
    assertEquals(
        "-\uD83D\uDE00-b-",
        call("Replace", "\uD83D\uDE00b").with("old", "").with("new", "-").value());
  }

  @Test
  void resultsAreBounded() {
    String much = "x".repeat(1 << 20);
    var failure =
        Failure.unexpected(
            "MemoryError", "expected a result of at most 16777216 chars, found a longer one");
    assertEquals(failure, call("Replace", much).with("old", "x").with("new", much).value());
    assertEquals(
        failure,
        call("Join", much).with("iterable", java.util.Collections.nCopies(20, "")).value());
  }

  @Test
  void cleaningReadsLookAlikesAsLetters() {
    assertEquals("paypal", call("StringClean", "\u24df\u24d0\u24e8p@l").value());
    assertEquals("leet", call("StringClean", "l33t").with("l33t", true).value());
    assertEquals("33", call("StringClean", "33").with("l33t", true).value());
    assertEquals(
        "Knosos",
        call("StringClean", "\u039a\u03bd\u03c9\u03c3\u03cc\u03c2")
            .with("homoglyph", false)
            .with("unidecode", true)
            .value());
    assertEquals(
        "hi u",
        call("StringClean", "hi\uD83D\uDE00\uD83D\uDE00\uD83C\uDDFA")
            .with("remove_emoji", true)
            .value());
  }

  @Test
  void anUnknownNormalFormIsAnError() {
    assertEquals(
        Failure.unexpected("ValueError", "invalid normalization form"),
        call("StringClean", "a").with("form", "NFX").value());
  }
}
