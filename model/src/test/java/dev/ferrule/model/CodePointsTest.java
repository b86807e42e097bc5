package dev.ferrule.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CodePointsTest {
  private static final String TEXT = "a😀é𝒳z";

  @Test
  void surrogatePairsCountOnce() {
    var points = new CodePoints(TEXT);
    assertEquals(0, points.at(0));
    assertEquals(1, points.at(1));
    assertEquals(2, points.at(3));
    assertEquals(3, points.at(4));
    assertEquals(4, points.at(6));
    assertEquals(5, points.at(7));
    assertEquals(5, points.at(7));
  }

  @Test
  void goingBackCountsAgainFromTheStart() {
    var points = new CodePoints(TEXT);
    assertEquals(5, points.at(TEXT.length()));
    assertEquals(2, points.at(3));
    assertEquals(0, points.at(0));
    assertEquals(3, points.at(4));
  }

  @Test
  void everyOffsetAgreesWithTheJdk() {
    String text = (TEXT + "\ud83d plain ").repeat(50); // lone surrogates too
    var points = new CodePoints(text);
    for (int offset = 0; offset <= text.length(); offset++) {
      if (offset == text.length()
          || offset == 0
          || !Character.isSurrogatePair(text.charAt(offset - 1), text.charAt(offset))) {
        assertEquals(text.codePointCount(0, offset), points.at(offset), "offset=" + offset);
      }
    }
  }

  @Test
  void emptyTextHasNone() {
    assertEquals(0, new CodePoints("").at(0));
  }
}
