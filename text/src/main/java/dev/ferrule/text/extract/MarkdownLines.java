package dev.ferrule.text.extract;

/** What single lines of Markdown look like. Immutable. */
final class MarkdownLines {
  private final String text;
  private final LineIndex lines;

  MarkdownLines(String text, LineIndex lines) {
    this.text = text;
    this.lines = lines;
  }

  /** The number of leading {@code #} of an ATX heading; 0 for other lines. */
  int headingLevel(int line) {
    int at = lines.textStart(line);
    int end = lines.end(line);
    int level = runLength(at, end, '#');
    boolean closed = at + level == end || LineIndex.isWhite(text.charAt(at + level));
    return level >= 1 && level <= 6 && closed && lines.indent(line) <= 3 ? level : 0;
  }

  /** 1 for {@code ===}, 2 for {@code ---}, else 0. */
  int underlineLevel(int line) {
    int at = lines.textStart(line);
    int end = lines.end(line);
    if (at == end || lines.indent(line) > 3) {
      return 0;
    }
    char c = text.charAt(at);
    boolean whole = (c == '=' || c == '-') && runLength(at, end, c) == end - at;
    return whole ? (c == '=' ? 1 : 2) : 0;
  }

  /** The length of a code fence that begins the line's text; 0 for other lines. */
  int fenceLength(int line) {
    int at = lines.textStart(line);
    int end = lines.end(line);
    if (at == end || (text.charAt(at) != '`' && text.charAt(at) != '~')) {
      return 0;
    }
    int length = runLength(at, end, text.charAt(at));
    boolean inline = text.charAt(at) == '`' && contains('`', at + length, end);
    return length >= 3 && !inline ? length : 0;
  }

  /** Whether the line closes a fence of {@code length} times {@code mark}. */
  boolean closesFence(int line, char mark, int length) {
    int at = lines.textStart(line);
    int end = lines.end(line);
    int run = runLength(at, end, mark);
    return run >= length && at + run == end;
  }

  /** {@code ***}, {@code ---} or {@code ___}, perhaps with spaces between. */
  boolean isRule(int line) {
    int at = lines.textStart(line);
    int end = lines.end(line);
    if (at == end || "*-_".indexOf(text.charAt(at)) < 0) {
      return false;
    }
    char mark = text.charAt(at);
    int marks = 0;
    for (int i = at; i < end; i++) {
      char c = text.charAt(i);
      if (c != mark && !LineIndex.isWhite(c)) {
        return false;
      }
      marks += c == mark ? 1 : 0;
    }
    return marks >= 3;
  }

  boolean isQuote(int line) {
    int at = lines.textStart(line);
    return at < lines.end(line) && text.charAt(at) == '>' && lines.indent(line) <= 3;
  }

  /** Where the text of a quoted line begins, behind all its {@code >}. */
  int quoteTextStart(int line) {
    int at = lines.textStart(line);
    int end = lines.end(line);
    while (at < end && (text.charAt(at) == '>' || LineIndex.isWhite(text.charAt(at)))) {
      at++;
    }
    return at;
  }

  /** The length of a list marker; 0 for other lines. Markdown knows no bracketed markers. */
  int markerLength(int line) {
    int at = lines.textStart(line);
    int length = ListMarker.length(text, at, lines.end(line));
    return length > 0 && text.charAt(at) != '(' && !isRule(line) ? length : 0;
  }

  boolean hasPipe(int line) {
    return contains('|', lines.textStart(line), lines.end(line));
  }

  /** The row of dashes under a table's head. */
  boolean isDelimiterRow(int line) {
    int at = lines.textStart(line);
    int end = lines.end(line);
    boolean dash = false;
    for (int i = at; i < end; i++) {
      char c = text.charAt(i);
      if ("|:-".indexOf(c) < 0 && !LineIndex.isWhite(c)) {
        return false;
      }
      dash |= c == '-';
    }
    return dash && contains('|', at, end);
  }

  /** {@code [label]: target}, which is markup; a footnote is text. */
  boolean isReference(int line) {
    int at = lines.textStart(line);
    int end = lines.end(line);
    if (at + 1 >= end || text.charAt(at) != '[' || text.charAt(at + 1) == '^') {
      return false;
    }
    int close = at + 1;
    while (close < end && text.charAt(close) != ']') {
      close++;
    }
    return close + 1 < end && text.charAt(close + 1) == ':';
  }

  /** Whether a paragraph above ends here because the line begins something else. */
  boolean interrupts(int line) {
    return headingLevel(line) > 0
        || fenceLength(line) > 0
        || isRule(line)
        || isQuote(line)
        || markerLength(line) > 0
        || startsComment(line);
  }

  boolean startsComment(int line) {
    return text.startsWith("<!--", lines.textStart(line));
  }

  int runLength(int at, int end, char c) {
    int i = at;
    while (i < end && text.charAt(i) == c) {
      i++;
    }
    return i - at;
  }

  private boolean contains(char c, int from, int to) {
    int found = from < to ? text.indexOf(c, from, to) : -1;
    return found >= 0;
  }
}
