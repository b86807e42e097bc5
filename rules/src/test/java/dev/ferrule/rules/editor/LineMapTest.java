package dev.ferrule.rules.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LineMapTest {
  private static final String TEXT = "aé😀b\r\nc\rd\n";

  @Test
  void columnsCountWhatTheEncodingSays() {
    var lines = new LineMap(TEXT);
    int b = TEXT.indexOf('b');
    assertEquals(4, lines.column(b, Encoding.UTF_16));
    assertEquals(7, lines.column(b, Encoding.UTF_8));
    assertEquals(b, lines.offset(0, 4, Encoding.UTF_16));
    assertEquals(b, lines.offset(0, 7, Encoding.UTF_8));
  }

  @Test
  void linesEndAsThoseOfTheLanguage() {
    var lines = new LineMap(TEXT);
    assertEquals(1, lines.line(TEXT.indexOf('c')));
    assertEquals(2, lines.line(TEXT.indexOf('d')));
    assertEquals(3, lines.line(TEXT.length()));
  }

  @Test
  void positionsOutsideTheTextAreMovedIntoIt() {
    var lines = new LineMap(TEXT);
    assertEquals(TEXT.indexOf('\r'), lines.offset(0, 99, Encoding.UTF_16));
    assertEquals(TEXT.length(), lines.offset(99, 0, Encoding.UTF_16));
    assertEquals(0, lines.offset(-1, 5, Encoding.UTF_16));
  }

  @Test
  void aColumnWithinACharacterIsItsStart() {
    var lines = new LineMap(TEXT);
    assertEquals(2, lines.offset(0, 5, Encoding.UTF_8));
    assertEquals(2, lines.offset(0, 3, Encoding.UTF_16));
  }
}
