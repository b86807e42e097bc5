package dev.ferrule.rules.editor;

import java.util.Arrays;

/** Where the lines of a text start. Lines end with LF, CR LF or CR. Immutable. */
public final class LineMap {
  private final String text;
  private final int[] starts;

  public LineMap(String text) {
    this.text = text;
    int[] found = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends =
          c == '\n' || (c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n'));
      if (ends) {
        if (count == found.length) {
          found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = i + 1;
      }
    }
    starts = Arrays.copyOf(found, count);
  }

  /** The line of an offset, from 0. */
  public int line(int offsetChars) {
    int found = Arrays.binarySearch(starts, offsetChars);
    return found >= 0 ? found : -found - 2;
  }

  /** The column of an offset in its line, from 0. */
  public int column(int offsetChars, Encoding encoding) {
    return encoding.columns(text, starts[line(offsetChars)], offsetChars);
  }

  /** The offset of a line and column; past the end of the line it is that end. */
  public int offset(int line, int column, Encoding encoding) {
    if (line < 0) {
      return 0;
    }
    if (line >= starts.length) {
      return text.length();
    }
    return encoding.chars(text, starts[line], lineEnd(line), Math.max(0, column));
  }

  /** The start of the line of an offset. */
  int lineStart(int offsetChars) {
    return starts[line(offsetChars)];
  }

  private int lineEnd(int line) {
    int end = line + 1 < starts.length ? starts[line + 1] : text.length();
    while (end > starts[line] && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }
}
