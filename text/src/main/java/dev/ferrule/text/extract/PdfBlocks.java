package dev.ferrule.text.extract;

import dev.ferrule.text.Block.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Rebuilds paragraphs, headings, lists and tables from the lines of a PDF, in the order in which
 * the file draws them: that is reading order in nearly all files, columns included. Confined to one
 * thread.
 */
final class PdfBlocks {
  private static final int MAX_HEADING_CHARS = 180;
  private static final int MAX_HEADING_LINES = 3;
  private static final float LARGER = 1.12f;

  /** The upper part of a page, where a title stands. */
  private static final float TITLE_ZONE = 0.25f;

  private final List<PdfLine> lines;
  private final StructureBuilder out;
  private final PdfMetrics metrics;
  private final PdfParagraphText joiner;
  private final TreeSet<Float> headingSizes = new TreeSet<>();
  private final ListLevels levels = new ListLevels(4);
  private int listGroup = -1;

  /** Lines that belong together; a row of a table is alone. */
  private record Piece(Kind kind, int group, List<PdfLine> lines) {}

  PdfBlocks(List<PdfLine> lines, StructureBuilder out) {
    this.lines = lines;
    this.out = out;
    this.metrics = PdfMetrics.of(lines);
    this.joiner = new PdfParagraphText(lines);
  }

  /** Appends the blocks; returns the title, empty when there is none. */
  String build() {
    List<Piece> pieces = pieces();
    for (Piece piece : pieces) {
      if (piece.kind == Kind.HEADING) {
        headingSizes.add(rounded(piece.lines.getFirst()));
      }
    }
    for (Piece piece : pieces) {
      emit(piece);
    }
    return title(pieces);
  }

  /**
   * The heading that begins the document, or the largest on its first page: files do not always
   * draw the top of a page first.
   */
  private String title(List<Piece> pieces) {
    Piece title = null;
    for (Piece piece : pieces) {
      PdfLine line = piece.lines.getFirst();
      if (line.page() > 1) {
        break;
      }
      if (piece.kind == Kind.HEADING) {
        boolean top = line.y() < TITLE_ZONE * line.pageHeight();
        if (title == null && top) {
          return joiner.join(piece.lines);
        }
        boolean larger = title == null || line.size() > title.lines.getFirst().size();
        title = larger ? piece : title;
      }
    }
    return title == null ? out.firstHeading() : joiner.join(title.lines);
  }

  private List<Piece> pieces() {
    var pieces = new ArrayList<Piece>();
    var open = new ArrayList<PdfLine>();
    int at = 0;
    while (at < lines.size()) {
      int tableEnd = PdfTables.end(lines, at);
      if (tableEnd > at) {
        close(open, pieces);
        int group = out.newGroup();
        for (PdfLine row : lines.subList(at, tableEnd)) {
          pieces.add(new Piece(Kind.TABLE_ROW, group, List.of(row)));
        }
        at = tableEnd;
        continue;
      }
      PdfLine line = lines.get(at++);
      if (!open.isEmpty() && startsPiece(open, line)) {
        close(open, pieces);
      }
      open.add(line);
    }
    close(open, pieces);
    return pieces;
  }

  private void close(List<PdfLine> open, List<Piece> pieces) {
    if (!open.isEmpty()) {
      pieces.add(new Piece(kind(open), -1, List.copyOf(open)));
      open.clear();
    }
  }

  private Kind kind(List<PdfLine> piece) {
    PdfLine first = piece.getFirst();
    if (isHeading(piece)) {
      return Kind.HEADING;
    }
    return first.markerLength() > 0 ? Kind.LIST_ITEM : Kind.PARAGRAPH;
  }

  private boolean isHeading(List<PdfLine> piece) {
    PdfLine first = piece.getFirst();
    int chars = 0;
    boolean letters = false;
    for (PdfLine line : piece) {
      chars += line.text().length();
      letters |= line.text().chars().anyMatch(Character::isLetter);
    }
    if (!letters || chars > MAX_HEADING_CHARS || piece.size() > MAX_HEADING_LINES) {
      return false;
    }
    if (first.markerLength() > 0 && ListMarker.isBullet(first.text().charAt(0))) {
      return false;
    }
    if (first.size() >= metrics.bodySize() * LARGER) {
      return true;
    }
    boolean bold = piece.stream().allMatch(PdfLine::bold) && !metrics.bodyBold();
    boolean sized = first.size() >= metrics.bodySize() * 0.95f;
    return bold && sized && chars <= 100 && !piece.getLast().endsSentence();
  }

  private boolean startsPiece(List<PdfLine> open, PdfLine line) {
    PdfLine last = open.getLast();
    if (!line.sameSizeAs(last) || line.bold() != last.bold() || line.markerLength() > 0) {
      // A bold word that fills a line of a paragraph is no reason to end it.
      return line.markerLength() > 0 || !line.sameSizeAs(last) || !flows(last, line);
    }
    boolean moved = line.page() != last.page() || line.y() < last.y() - last.size();
    if (moved) {
      return !flows(last, line);
    }
    float gap = line.y() - last.y();
    if (gap > metrics.pitch() * last.size() * 1.35f + 0.5f) {
      return true;
    }
    return last.endsSentence() && isIndented(open, line);
  }

  /** Whether a sentence goes on from one line to the next, whatever lies between. */
  private static boolean flows(PdfLine last, PdfLine line) {
    return !last.endsSentence() && line.startsLowerCase() && last.sameSizeAs(line);
  }

  /** Whether a line begins a paragraph by its indent, or the one before ended early. */
  private static boolean isIndented(List<PdfLine> open, PdfLine line) {
    PdfLine last = open.getLast();
    PdfLine first = open.getFirst();
    float step = 0.8f * last.size();
    boolean inward = line.x0() > last.x0() + step && (open.size() > 1 || last.x1() < line.x1());
    boolean outward = open.size() > 1 && line.x0() < last.x0() - step;
    boolean hanging = outward && Math.abs(line.x0() - first.x0()) < step;
    float right = line.x1();
    for (PdfLine other : open) {
      right = Math.max(right, other.x1());
    }
    boolean early = last.x1() < right - 0.2f * (right - first.x0());
    return inward || hanging || early;
  }

  private void emit(Piece piece) {
    PdfLine first = piece.lines.getFirst();
    if (piece.kind != Kind.LIST_ITEM) {
      listGroup = -1;
    }
    switch (piece.kind) {
      case TABLE_ROW ->
          out.appendRow(
              first.cells().stream().map(PdfWord::text).toList(), piece.group, first.page());
      case HEADING ->
          out.append(Kind.HEADING, headingLevel(first), joiner.join(piece.lines), first.page());
      case LIST_ITEM -> item(piece, first);
      case PARAGRAPH, CODE -> out.append(Kind.PARAGRAPH, 0, joiner.join(piece.lines), first.page());
    }
  }

  private void item(Piece piece, PdfLine first) {
    if (listGroup < 0) {
      listGroup = out.newGroup();
      levels.reset();
    }
    int level = levels.next(Math.round(first.x0()));
    String content = joiner.join(piece.lines);
    int length = ListMarker.length(content, 0, content.length());
    boolean bullet = ListMarker.isBullet(content.charAt(0));
    String marker = bullet ? "- " : content.substring(0, length) + " ";
    out.appendItem(level, listGroup, marker, content.substring(length), first.page());
  }

  /** Larger type is a higher level. */
  private int headingLevel(PdfLine line) {
    return Math.min(6, headingSizes.tailSet(rounded(line), false).size() + 1);
  }

  private static float rounded(PdfLine line) {
    return Math.round(line.size());
  }
}
