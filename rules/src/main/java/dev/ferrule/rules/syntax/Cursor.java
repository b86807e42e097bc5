package dev.ferrule.rules.syntax;

import java.nio.charset.StandardCharsets;

/** A place in a text that knows its line. Confined. */
final class Cursor {
  final SourceFile file;
  final String text;
  final int end;
  int at;
  int lineStart;
  private int line;
  // Where UTF-8 bytes were last counted up to, so that a line is counted once.
  private int countedLine;
  private int countedTo;
  private int countedBytes;

  Cursor(SourceFile file, int from, int line, int lineStart, int to) {
    this.file = file;
    this.text = file.text();
    this.at = from;
    this.lineStart = lineStart;
    this.line = line;
    this.end = to;
    this.countedLine = lineStart;
    this.countedTo = lineStart;
  }

  /** A cursor at the start of a span. */
  static Cursor at(Span span) {
    var text = span.file().text();
    int start = span.startChars();
    int lineStart = start;
    while (lineStart > 0 && !isNewline(text.charAt(lineStart - 1))) {
      lineStart--;
    }
    return new Cursor(span.file(), start, span.line(), lineStart, span.endChars());
  }

  /** Moves to a later place, and returns a cursor for the part from there on. */
  Cursor part(int from, int to) {
    while (at < from) {
      if (isNewline(text.charAt(at))) {
        newline();
      } else {
        at++;
      }
    }
    bytesBefore(at);
    var part = new Cursor(file, from, line, lineStart, to);
    part.countedTo = countedTo;
    part.countedBytes = countedBytes;
    return part;
  }

  static boolean isNewline(int c) {
    return c == '\n' || c == '\r';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean startsName(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 128;
  }

  static boolean continuesName(int c) {
    return startsName(c) || isDigit(c);
  }

  /** The UTF-16 unit at a distance from here, or -1 past the end. */
  int peek(int distance) {
    return at + distance < end ? text.charAt(at + distance) : -1;
  }

  boolean atEnd() {
    return at >= end;
  }

  String text(Span span) {
    return text.substring(span.startChars(), span.endChars());
  }

  void skipBlanks() {
    while (at < end) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\t' && c != '\f') {
        return;
      }
      at++;
    }
  }

  void skipToLineEnd() {
    at = lineEnd();
  }

  int lineEnd() {
    int stop = at;
    while (stop < end && !isNewline(text.charAt(stop))) {
      stop++;
    }
    return stop;
  }

  int newlineLength() {
    return text.charAt(at) == '\r' && at + 1 < end && text.charAt(at + 1) == '\n' ? 2 : 1;
  }

  /** Steps over a line end: LF, CR LF, or CR alone. */
  void newline() {
    at += newlineLength();
    line++;
    lineStart = at;
  }

  /** Steps over a name; whether all of it is ASCII. */
  boolean skipName() {
    boolean ascii = true;
    while (at < end && continuesName(text.charAt(at))) {
      ascii &= text.charAt(at) < 128;
      at++;
    }
    return ascii;
  }

  /** How long the prefix of a string literal is that starts here, or -1 when none starts. */
  int stringPrefixLength() {
    boolean bytes = false;
    boolean unicode = false;
    boolean raw = false;
    boolean format = false;
    for (int length = 0; ; length++) {
      int c = peek(length);
      if (c == '"' || c == '\'') {
        return length;
      }
      switch (c) {
        case 'b', 'B' -> {
          if (bytes || unicode || format) {
            return -1;
          }
          bytes = true;
        }
        case 'u', 'U' -> {
          if (bytes || unicode || raw || format) {
            return -1;
          }
          unicode = true;
        }
        case 'r', 'R' -> {
          if (raw || unicode) {
            return -1;
          }
          raw = true;
        }
        case 'f', 'F' -> {
          if (format || bytes || unicode) {
            return -1;
          }
          format = true;
        }
        default -> {
          return -1;
        }
      }
    }
  }

  /**
   * Steps over a string literal from its quote on.
   *
   * @return -1, or the line on which it turned out to have no end
   */
  int skipString() {
    char quote = text.charAt(at);
    int size = peek(1) == quote && peek(2) == quote ? 3 : 1;
    at += size;
    int seen = 0;
    while (seen < size) {
      int c = peek(0);
      if (c < 0 || (size == 1 && isNewline(c))) {
        // The empty line after the last one does not count.
        return c < 0 && at == lineStart && line > 1 ? line - 1 : line;
      }
      if (c == quote) {
        seen++;
        at++;
        continue;
      }
      seen = 0;
      if (c == '\\') {
        at++;
        c = peek(0);
      }
      if (isNewline(c)) {
        newline();
      } else if (c >= 0) {
        at++;
      }
    }
    return -1;
  }

  /** From a place on this line to another. */
  Span span(int start, int stop) {
    return new Span(file, line, bytesBefore(start), start, stop);
  }

  private int bytesBefore(int index) {
    if (countedLine != lineStart || index < countedTo) {
      countedLine = lineStart;
      countedTo = lineStart;
      countedBytes = 0;
    }
    countedBytes += utf8Length(text, countedTo, index);
    countedTo = Math.max(countedTo, index);
    return countedBytes;
  }

  /** How many bytes a part of a text takes in UTF-8. */
  static int utf8Length(String text, int from, int to) {
    int bytes = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= 128) {
        // A lone surrogate counts as the question mark that replaces it.
        return bytes + text.substring(i, to).getBytes(StandardCharsets.UTF_8).length;
      }
      bytes++;
    }
    return bytes;
  }
}
