package dev.ferrule.text.extract;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds simple tables: lines that follow each other, whose wide gaps leave two or more parts, with
 * parts of neighbours aligned at their left or right edges.
 */
final class PdfTables {
  private static final float MAX_ROW_PITCH = 3.5f;
  private static final int MAX_EDGES = 64;

  private PdfTables() {}

  /** The line after the table that begins at {@code from}; {@code from} if none begins there. */
  static int end(List<PdfLine> lines, int from) {
    PdfLine row = lines.get(from);
    List<PdfWord> first = row.cells();
    if (first.size() < 2) {
      return from;
    }
    var columns = new ArrayList<PdfWord>(first);
    int end = from + 1;
    int rows = 1;
    for (int at = from + 1; at < lines.size(); at++) {
      PdfLine next = lines.get(at);
      float gap = next.y() - row.y();
      if (next.page() != row.page() || gap < 0 || gap > MAX_ROW_PITCH * row.size()) {
        break;
      }
      List<PdfWord> cells = next.cells();
      if (cells.size() >= 2 && aligned(columns, cells, next.size()) >= 2) {
        row = next;
        addColumns(columns, cells);
        rows++;
        end = at + 1;
      } else if (at - end >= 1 || !continues(columns, cells, next.size())) {
        break;
      }
    }
    return rows >= 2 ? end : from;
  }

  private static void addColumns(List<PdfWord> columns, List<PdfWord> cells) {
    if (columns.size() < MAX_EDGES) {
      columns.addAll(cells);
    } else {
      columns.subList(0, cells.size()).clear();
      columns.addAll(cells);
    }
  }

  /** Whether a single part may be a cell that wrapped, under a column after the first. */
  private static boolean continues(List<PdfWord> columns, List<PdfWord> next, float size) {
    float left = columns.getFirst().x0();
    PdfWord only = next.getFirst();
    return next.size() == 1 && only.x0() > left + size && aligned(columns, next, size) == 1;
  }

  /** How many parts of a row stand at an edge of a column. */
  private static int aligned(List<PdfWord> columns, List<PdfWord> cells, float size) {
    float tolerance = 0.7f * size;
    int count = 0;
    for (PdfWord cell : cells) {
      for (PdfWord column : columns) {
        boolean left = Math.abs(cell.x0() - column.x0()) < tolerance;
        boolean right = Math.abs(cell.x1() - column.x1()) < tolerance;
        if (left || right) {
          count++;
          break;
        }
      }
    }
    return count;
  }
}
