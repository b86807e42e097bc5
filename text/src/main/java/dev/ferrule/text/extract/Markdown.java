package dev.ferrule.text.extract;

import dev.ferrule.text.Block.Kind;
import dev.ferrule.text.StructuredText;

/**
 * Structure of Markdown as spans of its source. A heading's span is its text without the {@code #};
 * a list item's begins at its marker; a table row's is the whole line; a code block's the lines
 * between the fences. Front matter, comments, rules, link definitions and the row of dashes in a
 * table belong to no block. Linear time. Confined to one thread.
 *
 * <p>It reads what people write (CommonMark's blocks, and tables, footnotes and front matter), line
 * by line; a full CommonMark parser would give a tree without the source positions of table cells
 * and list markers that citations need.
 */
final class Markdown {
  private final String text;
  private final LineIndex lines;
  private final MarkdownLines look;
  private final StructureBuilder out;
  private final ListLevels levels = new ListLevels(1);

  private int listGroup = -1;
  private int itemLevel;
  private int itemTextColumn;
  private boolean commentsEnd = true;
  private String frontTitle = "";
  private String title = "";
  private int titleLevel = 7;

  Markdown(String text, ExtractionLimits limits) {
    this.text = text;
    this.lines = new LineIndex(text);
    this.look = new MarkdownLines(text, lines);
    this.out = new StructureBuilder(limits);
  }

  StructuredText parse() {
    int line = skipFrontMatter();
    boolean afterBlank = true;
    while (line < lines.count()) {
      boolean blank = lines.isBlank(line);
      line = blank ? line + 1 : block(line, afterBlank);
      afterBlank = blank;
    }
    return out.build(frontTitle.isEmpty() ? title : frontTitle, text, 0);
  }

  /** Reads the block that begins at a line; returns the line after it. */
  private int block(int line, boolean afterBlank) {
    if (look.fenceLength(line) > 0) {
      return fence(line);
    }
    if (look.startsComment(line) && commentsEnd) {
      int after = skipComment(line);
      if (after > line) {
        return after;
      }
    }
    if (listGroup >= 0 && lines.indent(line) < itemTextColumn && look.markerLength(line) == 0) {
      listGroup = -1;
    }
    int heading = look.headingLevel(line);
    if (heading > 0) {
      return atxHeading(line, heading);
    }
    if (look.isRule(line)) {
      return line + 1;
    }
    if (look.isQuote(line)) {
      return quote(line);
    }
    if (look.markerLength(line) > 0 && (listGroup >= 0 || lines.indent(line) <= 3)) {
      return item(line);
    }
    if (isTable(line)) {
      return table(line);
    }
    if (listGroup < 0 && afterBlank && lines.indent(line) >= 4) {
      return indentedCode(line);
    }
    return look.isReference(line) ? line + 1 : paragraph(line);
  }

  private int skipFrontMatter() {
    if (lines.count() == 0) {
      return 0;
    }
    String first = text.substring(lines.start(0), lines.end(0));
    if (!first.equals("---") && !first.equals("+++")) {
      return 0;
    }
    for (int line = 1; line < lines.count(); line++) {
      int start = lines.start(line);
      int end = lines.end(line);
      if (end - start == 3 && (text.startsWith(first, start) || text.startsWith("...", start))) {
        readFrontTitle(line);
        return line + 1;
      }
    }
    return 0;
  }

  private void readFrontTitle(int endLine) {
    for (int line = 1; line < endLine; line++) {
      int start = lines.start(line);
      if (text.startsWith("title:", start) || text.startsWith("title =", start)) {
        String value = text.substring(start + "title:".length(), lines.end(line)).strip();
        value = value.startsWith("=") ? value.substring(1).strip() : value;
        boolean quoted =
            value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        frontTitle = quoted ? value.substring(1, value.length() - 1) : value;
        return;
      }
    }
  }

  private int fence(int line) {
    int length = look.fenceLength(line);
    char mark = text.charAt(lines.textStart(line));
    int end = line + 1;
    while (end < lines.count() && !look.closesFence(end, mark, length)) {
      end++;
    }
    code(line + 1, end);
    return end + 1;
  }

  private int indentedCode(int line) {
    int end = line;
    while (end < lines.count() && (lines.isBlank(end) || lines.indent(end) >= 4)) {
      end++;
    }
    code(line, end);
    return end;
  }

  private void code(int from, int to) {
    int first = from;
    while (first < to && lines.isBlank(first)) {
      first++;
    }
    int last = to;
    while (last > first && lines.isBlank(last - 1)) {
      last--;
    }
    if (first < last) {
      int group = out.newGroup();
      out.addSpan(Kind.CODE, 0, group, lines.start(first), lines.end(last - 1), 0);
    }
  }

  /** The line after a comment, or {@code line} itself when the comment never ends. */
  private int skipComment(int line) {
    int end = text.indexOf("-->", lines.textStart(line));
    if (end < 0) {
      commentsEnd = false;
      return line;
    }
    int after = line;
    while (after < lines.count() && lines.start(after) <= end) {
      after++;
    }
    return after;
  }

  private int atxHeading(int line, int level) {
    int start = lines.textStart(line) + level;
    int end = lines.end(line);
    while (start < end && LineIndex.isWhite(text.charAt(start))) {
      start++;
    }
    int close = end;
    while (close > start && text.charAt(close - 1) == '#') {
      close--;
    }
    if (close < end && (close == start || LineIndex.isWhite(text.charAt(close - 1)))) {
      end = close;
      while (end > start && LineIndex.isWhite(text.charAt(end - 1))) {
        end--;
      }
    }
    heading(level, start, end);
    return line + 1;
  }

  private void heading(int level, int startChars, int endChars) {
    if (startChars == endChars) {
      return;
    }
    out.addSpan(Kind.HEADING, level, out.newGroup(), startChars, endChars, 0);
    listGroup = -1;
    if (title.isEmpty() || (level == 1 && titleLevel > 1)) {
      title = withoutMarks(text.substring(startChars, endChars));
      titleLevel = level;
    }
  }

  private int quote(int line) {
    int end = line;
    int start = -1;
    int textEnd = 0;
    while (end < lines.count() && !lines.isBlank(end)) {
      boolean quoted = look.isQuote(end);
      if (!quoted && look.interrupts(end)) {
        break;
      }
      int from = quoted ? look.quoteTextStart(end) : lines.textStart(end);
      boolean empty = from == lines.end(end);
      if (empty && start >= 0) {
        out.addSpan(Kind.PARAGRAPH, 0, out.newGroup(), start, textEnd, 0);
        start = -1;
      } else if (!empty) {
        start = start < 0 ? from : start;
        textEnd = lines.end(end);
      }
      end++;
    }
    if (start >= 0) {
      out.addSpan(Kind.PARAGRAPH, 0, out.newGroup(), start, textEnd, 0);
    }
    return end;
  }

  private int item(int line) {
    if (listGroup < 0) {
      listGroup = out.newGroup();
      levels.reset();
    }
    itemLevel = levels.next(lines.indent(line));
    itemTextColumn = lines.indent(line) + 1;
    int end = endOfText(line + 1);
    out.addSpan(Kind.LIST_ITEM, itemLevel, listGroup, lines.textStart(line), lines.end(end - 1), 0);
    return end;
  }

  private boolean isTable(int line) {
    return line + 1 < lines.count() && look.hasPipe(line) && look.isDelimiterRow(line + 1);
  }

  private int table(int line) {
    int group = out.newGroup();
    row(line, group);
    int end = line + 2;
    while (end < lines.count() && !lines.isBlank(end) && look.hasPipe(end)) {
      row(end, group);
      end++;
    }
    return end;
  }

  private void row(int line, int group) {
    out.addSpan(Kind.TABLE_ROW, 0, group, lines.textStart(line), lines.end(line), 0);
  }

  private int paragraph(int line) {
    int end = endOfText(line + 1);
    int level = end < lines.count() && listGroup < 0 ? look.underlineLevel(end) : 0;
    if (level > 0) {
      heading(level, lines.textStart(line), lines.end(end - 1));
      return end + 1;
    }
    Kind kind = listGroup < 0 ? Kind.PARAGRAPH : Kind.LIST_ITEM;
    int group = listGroup < 0 ? out.newGroup() : listGroup;
    out.addSpan(
        kind, listGroup < 0 ? 0 : itemLevel, group, lines.textStart(line), lines.end(end - 1), 0);
    return end;
  }

  /** The first line from {@code line} on that does not continue a paragraph. */
  private int endOfText(int line) {
    int end = line;
    while (end < lines.count()
        && !lines.isBlank(end)
        && !look.interrupts(end)
        && look.underlineLevel(end) == 0
        && !isTable(end)) {
      end++;
    }
    return end;
  }

  /** A heading's words without emphasis, code marks and link targets. */
  private static String withoutMarks(String heading) {
    var plain = new StringBuilder(heading.length());
    for (int i = 0; i < heading.length(); i++) {
      char c = heading.charAt(i);
      if (c == ']' && i + 1 < heading.length() && heading.charAt(i + 1) == '(') {
        int close = heading.indexOf(')', i);
        i = close < 0 ? heading.length() : close;
      } else if ("*`[]".indexOf(c) < 0) {
        plain.append(c);
      }
    }
    return plain.toString().strip();
  }
}
