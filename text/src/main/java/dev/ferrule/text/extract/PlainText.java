package dev.ferrule.text.extract;

import dev.ferrule.text.Block.Kind;
import dev.ferrule.text.StructuredText;

/**
 * Structure of plain text: blank lines part paragraphs; lines that begin with a marker are list
 * items; headings are underlined lines, and short lines that stand alone and look like a title, are
 * numbered, or are in capitals. Linear time. Confined to one thread.
 */
final class PlainText {
  private static final int MAX_HEADING_CHARS = 80;
  private static final String LEADER = ".....";

  private final String text;
  private final LineIndex lines;
  private final StructureBuilder out;
  private final ListLevels levels = new ListLevels(1);
  private int listGroup = -1;
  private boolean first = true;

  PlainText(String text, ExtractionLimits limits) {
    this.text = text;
    this.lines = new LineIndex(text);
    this.out = new StructureBuilder(limits);
  }

  StructuredText parse() {
    int line = 0;
    String title = "";
    while (line < lines.count()) {
      if (lines.isBlank(line)) {
        line++;
        continue;
      }
      int end = line + 1;
      while (end < lines.count() && !lines.isBlank(end)) {
        end++;
      }
      title = run(line, end, title);
      line = end;
    }
    return out.build(title, text, 0);
  }

  /** Parses lines {@code [from, to)}, none blank; returns the title known by now. */
  private String run(int from, int to, String title) {
    int underline = to - from >= 2 ? underlineLevel(from + 1) : 0;
    int level = underline > 0 ? underline : to - from == 1 ? headingLevel(from) : 0;
    boolean wasFirst = first;
    first = false;
    if (level > 0) {
      block(Kind.HEADING, level, from, from + 1);
      listGroup = -1;
      if (underline > 0 && from + 2 < to) {
        body(from + 2, to);
      }
      String heading = text.substring(lines.textStart(from), lines.end(from));
      return title.isEmpty() && (wasFirst || level == 1) ? heading : title;
    }
    body(from, to);
    return title;
  }

  private void body(int from, int to) {
    int start = from;
    boolean inItem = false;
    for (int line = from; line <= to; line++) {
      boolean marker = line < to && (markerLength(line) > 0 || hasLeader(line));
      if (line < to && !marker && (line == from || !hasLeader(line - 1))) {
        continue;
      }
      if (line > start) {
        if (inItem) {
          item(start, line);
        } else {
          block(Kind.PARAGRAPH, 0, start, line);
          listGroup = -1;
        }
      }
      start = line;
      inItem = marker;
    }
  }

  private void item(int from, int to) {
    if (listGroup < 0) {
      listGroup = out.newGroup();
      levels.reset();
    }
    int level = levels.next(lines.indent(from));
    out.addSpan(Kind.LIST_ITEM, level, listGroup, lines.textStart(from), lines.end(to - 1), 0);
  }

  private void block(Kind kind, int level, int from, int to) {
    out.addSpan(kind, level, out.newGroup(), lines.textStart(from), lines.end(to - 1), 0);
  }

  private int markerLength(int line) {
    return ListMarker.length(text, lines.textStart(line), lines.end(line));
  }

  /**
   * Whether dots lead from a name to its price, as on a menu: such a line is an item of its own.
   */
  private boolean hasLeader(int line) {
    int leader = text.indexOf(LEADER, lines.textStart(line), lines.end(line));
    return leader > lines.textStart(line) && leader + LEADER.length() < lines.end(line);
  }

  /** 1 for a line of {@code ===}, 2 for a line of {@code ---}, else 0. */
  private int underlineLevel(int line) {
    int start = lines.textStart(line);
    int end = lines.end(line);
    char c = text.charAt(start);
    if ((c != '=' && c != '-') || end - start < 3) {
      return 0;
    }
    for (int i = start; i < end; i++) {
      if (text.charAt(i) != c) {
        return 0;
      }
    }
    return c == '=' ? 1 : 2;
  }

  /** The level of a line that stands alone; 0 when it is no heading. */
  private int headingLevel(int line) {
    int start = lines.textStart(line);
    int end = lines.end(line);
    int last = text.codePointBefore(end);
    if (end - start > MAX_HEADING_CHARS || ".,;:!|".indexOf(last) >= 0) {
      return 0;
    }
    int numbered = numberedLevel(start, end);
    if (numbered > 0) {
      boolean listed = numbered == 1 && (listGroup >= 0 || nextIsMarked(line));
      return listed ? 0 : Math.min(6, numbered + 1);
    }
    if (markerLength(line) > 0) {
      return 0;
    }
    if (first && isTitle(start, end) && hasMoreAfter(line)) {
      return 1;
    }
    return isCapitals(start, end) ? 2 : 0;
  }

  private boolean nextIsMarked(int line) {
    for (int next = line + 1; next < lines.count() && next < line + 4; next++) {
      if (!lines.isBlank(next)) {
        return markerLength(next) > 0;
      }
    }
    return false;
  }

  private boolean hasMoreAfter(int line) {
    return line + 2 < lines.count();
  }

  /** How many numbers lead the line, as in {@code 2.1 Scope}; 0 unless a word follows. */
  private int numberedLevel(int start, int end) {
    int at = start;
    int numbers = 0;
    while (at < end && Character.isDigit(text.charAt(at)) && numbers < 6) {
      int digits = at;
      while (at < end && Character.isDigit(text.charAt(at))) {
        at++;
      }
      if (at - digits > 3) {
        return 0;
      }
      numbers++;
      if (at < end && text.charAt(at) == '.') {
        at++;
      } else if (numbers == 1) {
        return 0;
      }
    }
    boolean spaced = at < end && at > start && LineIndex.isWhite(text.charAt(at));
    while (at < end && LineIndex.isWhite(text.charAt(at))) {
      at++;
    }
    boolean word = at < end && Character.isLetter(text.charAt(at));
    return spaced && word && !Character.isLowerCase(text.charAt(at)) ? numbers : 0;
  }

  private boolean isTitle(int start, int end) {
    int c = text.codePointAt(start);
    boolean begins = Character.isLetterOrDigit(c) && !Character.isLowerCase(c);
    return begins && hasLetters(start, end, 2);
  }

  private boolean isCapitals(int start, int end) {
    for (int i = start; i < end; i++) {
      if (Character.isLowerCase(text.charAt(i))) {
        return false;
      }
    }
    int capitals = 0;
    for (int i = start; i < end; i++) {
      capitals += Character.isUpperCase(text.charAt(i)) ? 1 : 0;
    }
    return capitals >= 3 && capitals * 2 >= end - start;
  }

  private boolean hasLetters(int start, int end, int least) {
    int letters = 0;
    for (int i = start; i < end && letters < least; i++) {
      letters += Character.isLetter(text.charAt(i)) ? 1 : 0;
    }
    return letters >= least;
  }
}
