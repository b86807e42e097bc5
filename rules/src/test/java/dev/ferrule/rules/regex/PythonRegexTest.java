package dev.ferrule.rules.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.regex.PythonRegex.Case;
import org.junit.jupiter.api.Test;

class PythonRegexTest {
  private static boolean find(String pattern, String text) {
    return PythonRegex.compile(pattern, Case.SENSITIVE).find(text);
  }

  private static FerruleException refused(String pattern) {
    return assertThrows(FerruleException.class, () -> PythonRegex.compile(pattern, Case.SENSITIVE));
  }

  @Test
  void anUnclosedGroupIsRefusedInPythonsWords() {
    FerruleException refused = refused("(a");
    assertEquals(ErrorCode.RULE_REGEX, refused.code());
    assertEquals("missing ), unterminated subpattern at position 0", refused.getMessage());
  }

  @Test
  void anErrorTellsLineAndColumnWhereThePatternHasLines() {
    assertEquals(
        "nothing to repeat at position 3 (line 2, column 2)", refused("a\n|*").getMessage());
  }

  @Test
  void positionsAreCodePoints() {
    assertEquals("bad escape \\q at position 1", refused("\ud83d\ude00\\q").getMessage());
  }

  @Test
  void flagsInTheMiddleAreRefused() {
    assertEquals(
        "global flags not at the start of the expression at position 1",
        refused("a(?i)b").getMessage());
  }

  @Test
  void caseCountsOnlyWhereItIsAskedFor() {
    assertFalse(find("casino", "CASINO"));
    assertTrue(PythonRegex.compile("casino", Case.INSENSITIVE).find("CASINO"));
    assertTrue(find("(?i:c)asino", "Casino"));
  }

  @Test
  void foldingKnowsTheLettersThatShareAnUpperCase() {
    assertTrue(find("(?i)s", "\u017f"));
    assertTrue(find("(?i)\u212a", "k"));
    assertTrue(find("(?i)\u00b5", "\u03bc"));
    assertFalse(find("(?ai)k", "\u212a"));
    assertFalse(find("(?i)ss", "\u00df"));
  }

  @Test
  void aCharacterAboveTheBasicPlaneIsOne() {
    assertTrue(find("^.$", "\ud83d\ude00"));
    assertFalse(find("^..$", "\ud83d\ude00"));
    assertTrue(find("[\ud83d\ude00-\ud83d\ude02]", "\ud83d\ude01"));
  }

  @Test
  void aLoneSurrogateIsACharacterAndNoHalfOfOne() {
    assertTrue(find("\ud83d", "a\ud83d"));
    assertFalse(find("\ud83d", "\ud83d\ude00"));
    assertTrue(find("^\\W$", "\udc00"));
  }

  @Test
  void theEndIsAlsoBeforeALastLineFeed() {
    assertTrue(find("a$", "a\n"));
    assertFalse(find("a\\Z", "a\n"));
    assertFalse(find("a$", "a\nb"));
    assertTrue(find("(?m)a$", "a\nb"));
    assertFalse(find("a$", "a\n\n"));
  }

  @Test
  void wordEdgesAreThoseOfUnicodeUnlessAsciiIsAskedFor() {
    assertFalse(find("\\bcaf\\b", "caf\u00e9"));
    assertTrue(find("(?a)\\bcaf\\b", "caf\u00e9"));
    assertFalse(find("\\B", ""));
  }

  @Test
  void whatNoAutomatonTellsIsFoundToo() {
    assertTrue(find("(\\w+) \\1", "the the"));
    assertFalse(find("(?<!not )free", "not free"));
    assertTrue(find("^(<)?a(?(1)>|$)", "<a>"));
    assertFalse(find("a++a", "aaa"));
    assertFalse(find("(?>a|ab)c", "abc"));
    assertFalse(find("(?:a|ab){2}+c", "abac"));
  }

  @Test
  void aPatternThatIsTooLongIsRefused() {
    FerruleException refused = refused("a".repeat(PythonRegex.MAX_PATTERN_CHARS + 1));
    assertEquals(ErrorCode.RULE_LIMIT, refused.code());
    assertEquals(
        "expected a pattern of at most 65536 characters, found 65537", refused.getMessage());
  }

  @Test
  void aPatternThatIsTooDeepIsRefused() {
    assertEquals(ErrorCode.RULE_LIMIT, refused("(".repeat(65_536)).code());
    assertEquals(ErrorCode.RULE_LIMIT, refused("(?(1)".repeat(10_000)).code());
    assertTrue(find("(?:".repeat(290) + "a" + ")*".repeat(290), "a"));
  }

  @Test
  void anAnswerKeepsPatternAndCase() {
    PythonRegex regex = PythonRegex.compile("a|b", Case.INSENSITIVE);
    assertEquals("a|b", regex.pattern());
    assertEquals(Case.INSENSITIVE, regex.letters());
  }
}
