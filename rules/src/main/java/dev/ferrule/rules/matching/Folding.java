package dev.ferrule.rules.matching;

import java.text.Normalizer;
import java.util.Locale;

/** Which differences between letters do not count. */
public enum Folding {
  /** All differences count. */
  EXACT,
  /** {@code A} is {@code a}. */
  CASE,
  /** {@code Á} is {@code a}: case, accents and compatibility forms do not count. */
  CASE_AND_ACCENTS;

  /** The text with the differences gone. Time grows with its length. */
  public String fold(String text) {
    return switch (this) {
      case EXACT -> text;
      case CASE -> text.toLowerCase(Locale.ROOT);
      case CASE_AND_ACCENTS -> withoutMarks(text).toLowerCase(Locale.ROOT);
    };
  }

  private static String withoutMarks(String text) {
    if (isAscii(text)) {
      return text;
    }
    String apart = Normalizer.normalize(text, Normalizer.Form.NFKD);
    var kept = new StringBuilder(apart.length());
    apart
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(kept::appendCodePoint);
    return Normalizer.normalize(kept, Normalizer.Form.NFC);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }
}
