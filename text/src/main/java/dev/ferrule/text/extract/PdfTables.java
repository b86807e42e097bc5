package dev.ferrule.text.extract;

import java.util.List;

/**
 * Finds simple tables: lines that follow each other, whose wide gaps leave two or more parts, with
 * parts of neighbours aligned at their left or right edges.
 */
final class PdfTables {
  private static final float MAX_ROW_PITCH = 3.5f;

  private PdfTables() {}

  /** The line after the table that begins at {@code from}; {@code from} if none begins there. */
  static int end(List<PdfLine> lines, int from) {
    PdfLine row = lines.get(from);
    List<PdfWord> cells = row.cells();
    if (cells.size() < 2) {
      return from;
    }
    int end = from + 1;
    int rows = 1;
    for (int at = from + 1; at < lines.size(); at++) {
      PdfLine next = lines.get(at);
      float gap = next.y() - row.y();
      if (next.page() != row.page() || gap < 0 || gap > MAX_ROW_PITCH * row.size()) {
        break;
      }
      List<PdfWord> nextCells = next.cells();
      if (nextCells.size() >= 2 && aligned(cells, nextCells, next.size()) >= 2) {
        row = next;
        cells = nextCells;
        rows++;
        end = at + 1;
      } else if (at - end >= 1 || !continues(cells, nextCells, next.size())) {
        break;
      }
    }
    return rows >= 2 ? end : from;
  }

  /** Whether a single part may be a cell that wrapped, under a column after the first. */
  private static boolean continues(List<PdfWord> cells, List<PdfWord> next, float size) {
    return next.size() == 1 && aligned(cells.subList(1, cells.size()), next, size) == 1;
  }

  private static int aligned(List<PdfWord> upper, List<PdfWord> lower, float size) {
    float tolerance = 0.7f * size;
    int count = 0;
    for (PdfWord cell : lower) {
      for (PdfWord other : upper) {
        boolean left = Math.abs(cell.x0() - other.x0()) < tolerance;
        boolean right = Math.abs(cell.x1() - other.x1()) < tolerance;
        if (left || right) {
          count++;
          break;
        }
      }
    }
    return count;
  }
}
