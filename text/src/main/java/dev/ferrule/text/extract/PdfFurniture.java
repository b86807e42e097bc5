package dev.ferrule.text.extract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Drops running headers, footers and page numbers: lines in a page's margin that come again, but
 * for their digits, on most pages. Needs three pages to tell.
 */
final class PdfFurniture {
  private static final int MIN_PAGES = 3;
  private static final int EDGE_LINES = 3;
  private static final float MARGIN = 0.14f;

  private PdfFurniture() {}

  static List<PdfLine> drop(List<PdfLine> lines, int pages) {
    if (pages < MIN_PAGES) {
      return lines;
    }
    Set<PdfLine> candidates = edges(lines);
    var pagesByKey = new HashMap<String, Integer>();
    var lastPage = new HashMap<String, Integer>();
    for (PdfLine line : lines) {
      if (candidates.contains(line)) {
        String key = key(line);
        Integer last = lastPage.put(key, line.page());
        if (last == null || last != line.page()) {
          pagesByKey.merge(key, 1, Integer::sum);
        }
      }
    }
    var kept = new ArrayList<PdfLine>(lines.size());
    for (PdfLine line : lines) {
      boolean repeated =
          candidates.contains(line) && pagesByKey.getOrDefault(key(line), 0) * 2 > pages;
      if (!repeated) {
        kept.add(line);
      }
    }
    return kept;
  }

  /** The outermost lines of each page that stand in its margins; by identity of position. */
  private static Set<PdfLine> edges(List<PdfLine> lines) {
    var byPage = new HashMap<Integer, List<PdfLine>>();
    for (PdfLine line : lines) {
      byPage.computeIfAbsent(line.page(), _ -> new ArrayList<>()).add(line);
    }
    var edges = new HashSet<PdfLine>();
    for (Map.Entry<Integer, List<PdfLine>> page : byPage.entrySet()) {
      List<PdfLine> sorted = new ArrayList<>(page.getValue());
      sorted.sort((a, b) -> Float.compare(a.y(), b.y()));
      for (int i = 0; i < Math.min(EDGE_LINES, sorted.size()); i++) {
        PdfLine top = sorted.get(i);
        PdfLine bottom = sorted.get(sorted.size() - 1 - i);
        if (top.y() < MARGIN * top.pageHeight()) {
          edges.add(top);
        }
        if (bottom.y() > (1 - MARGIN) * bottom.pageHeight()) {
          edges.add(bottom);
        }
      }
    }
    return edges;
  }

  /** What a line repeats: its text without digits, and whether it is at the top. */
  private static String key(PdfLine line) {
    var key = new StringBuilder(line.y() < line.pageHeight() / 2 ? "top " : "bottom ");
    for (int i = 0; i < line.text().length(); i++) {
      char c = line.text().charAt(i);
      if (!Character.isDigit(c)) {
        key.append(c);
      } else if (key.charAt(key.length() - 1) != '#') {
        key.append('#');
      }
    }
    return key.toString();
  }
}
