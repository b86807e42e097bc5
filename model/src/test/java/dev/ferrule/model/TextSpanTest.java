package dev.ferrule.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TextSpanTest {
  @Test
  void spanCoversItsPartOfTheText() {
    var span = new TextSpan(2, 5);
    assertEquals("cde", span.of("abcdef"));
    assertEquals(3, span.lengthChars());
    assertEquals("", new TextSpan(6, 6).of("abcdef"));
  }

  @Test
  void spanBackwardsOrBeforeTheTextIsRefusedAndNamesItsValues() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> new TextSpan(3, 2));
    assertEquals(
        "span must satisfy 0 <= startChars <= endChars: startChars=3 endChars=2",
        thrown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new TextSpan(-1, 2));
  }
}
