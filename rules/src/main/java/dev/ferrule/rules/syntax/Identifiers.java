package dev.ferrule.rules.syntax;

import java.text.Normalizer;

/**
 * Which characters names are made of.
 *
 * <p>Source: Unicode Standard Annex 31, XID_Start and XID_Continue.
 */
final class Identifiers {
  private Identifiers() {}

  /** Where the first character is that does not belong in a name, or {@code to}. */
  static int firstBad(String text, int from, int to) {
    int at = from;
    while (at < to) {
      int c = text.codePointAt(at);
      if (at == from ? !starts(c) : !continues(c)) {
        return at;
      }
      at += Character.charCount(c);
    }
    return to;
  }

  /** A name in the form in which Python compares names. */
  static String normalize(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC);
  }

  /** Whether Python shows a character as it is. */
  static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  private static boolean starts(int c) {
    return c == '_' || (isStart(c) && staysName(c, true));
  }

  private static boolean continues(int c) {
    return isPart(c) && staysName(c, false);
  }

  private static boolean isStart(int c) {
    return Character.isUnicodeIdentifierStart(c);
  }

  private static boolean isPart(int c) {
    return Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
  }

  // XID is ID without the characters that normalization turns into something that is no name.
  private static boolean staysName(int c, boolean first) {
    if (c < 128) {
      return true;
    }
    var normal = normalize(Character.toString(c));
    for (int i = 0; i < normal.length(); ) {
      int each = normal.codePointAt(i);
      if ((i == 0 && first) ? !isStart(each) : !isPart(each)) {
        return false;
      }
      i += Character.charCount(each);
    }
    return true;
  }
}
