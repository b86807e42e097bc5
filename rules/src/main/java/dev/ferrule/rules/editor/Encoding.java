package dev.ferrule.rules.editor;

/** What the columns of positions count. */
public enum Encoding {
  /** UTF-8 bytes. */
  UTF_8,
  /** UTF-16 units. */
  UTF_16;

  /** How many columns a part of a text takes. */
  int columns(String text, int startChars, int endChars) {
    if (this == UTF_16) {
      return endChars - startChars;
    }
    int bytes = 0;
    for (int i = startChars; i < endChars; i++) {
      bytes += bytes(text.charAt(i));
    }
    return bytes;
  }

  /** Where a column is in a line, or the last character boundary before it. */
  int chars(String text, int startChars, int endChars, int column) {
    int at = startChars;
    int left = column;
    while (at < endChars && left > 0) {
      boolean pair =
          Character.isHighSurrogate(text.charAt(at))
              && at + 1 < endChars
              && Character.isLowSurrogate(text.charAt(at + 1));
      int units = pair ? 2 : 1;
      left -= columns(text, at, at + units);
      if (left < 0) {
        return at;
      }
      at += units;
    }
    return at;
  }

  // Each half of a surrogate pair stands for two of its four bytes.
  private static int bytes(char c) {
    return c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }
}
