package dev.ferrule.text.extract;

import java.util.Arrays;

/** Where the lines of a text begin and end. Line ends are \n, \r\n and \r. Immutable. */
final class LineIndex {
  private final String text;
  private int[] startsChars = new int[64];
  private int count;

  LineIndex(String text) {
    this.text = text;
    int at = 0;
    while (at < text.length()) {
      add(at);
      at = after(at);
    }
  }

  private void add(int startChars) {
    if (count == startsChars.length) {
      startsChars = Arrays.copyOf(startsChars, count * 2);
    }
    startsChars[count++] = startChars;
  }

  /** Where the line after the one that begins here begins. */
  private int after(int startChars) {
    for (int i = startChars; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        return i + 1;
      }
      if (c == '\r') {
        boolean pair = i + 1 < text.length() && text.charAt(i + 1) == '\n';
        return pair ? i + 2 : i + 1;
      }
    }
    return text.length();
  }

  int count() {
    return count;
  }

  int start(int line) {
    return startsChars[line];
  }

  /** The end of the line without its line end and trailing white space. */
  int end(int line) {
    int start = startsChars[line];
    int end = line + 1 < count ? startsChars[line + 1] : text.length();
    while (end > start && isWhite(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** The first character that is not white space; {@link #end} in a blank line. */
  int textStart(int line) {
    int end = end(line);
    int at = startsChars[line];
    while (at < end && isWhite(text.charAt(at))) {
      at++;
    }
    return at;
  }

  boolean isBlank(int line) {
    return end(line) == startsChars[line];
  }

  /** The columns before the text of a line; a tab goes to the next multiple of 4. */
  int indent(int line) {
    int end = textStart(line);
    int columns = 0;
    for (int i = startsChars[line]; i < end; i++) {
      columns = text.charAt(i) == '\t' ? (columns / 4 + 1) * 4 : columns + 1;
    }
    return columns;
  }

  static boolean isWhite(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
