package dev.ferrule.rules.syntax;

/**
 * A place in a file. Immutable.
 *
 * @param file the file
 * @param line the line it starts on, from 1
 * @param columnBytes the column it starts at, in UTF-8 bytes from 0, as CPython counts
 * @param startChars first UTF-16 unit in the file's text, from 0
 * @param endChars one past the last UTF-16 unit
 */
public record Span(SourceFile file, int line, int columnBytes, int startChars, int endChars) {
  /** From the same start to another end. */
  Span to(int end) {
    return new Span(file, line, columnBytes, startChars, Math.max(startChars, end));
  }

  /** The same characters, said to stand in another column. */
  Span atColumn(int column) {
    return new Span(file, line, column, startChars, endChars);
  }

  /** From this start to the end of another. */
  Span to(Span last) {
    return to(last.endChars);
  }
}
