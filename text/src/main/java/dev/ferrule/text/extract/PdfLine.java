package dev.ferrule.text.extract;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of words on a PDF page; coordinates as in {@link PdfWord}.
 *
 * @param page from 1
 * @param pageHeight in points
 * @param bold whether nearly all of it is bold
 */
record PdfLine(
    int page,
    float pageHeight,
    List<PdfWord> words,
    String text,
    float x0,
    float x1,
    float y,
    float size,
    boolean bold) {

  /** In font sizes: wider than the spaces of a justified line, narrower than a column's gutter. */
  private static final float CELL_GAP = 1.3f;

  private static final String TERMINATORS = ".!?:;\u2026\u3002\uff01\uff1f\u061f\u0964";

  static PdfLine of(int page, float pageHeight, List<PdfWord> drawn) {
    List<PdfWord> words = PdfDirection.readingOrder(drawn);
    var text = new StringBuilder();
    float x0 = Float.MAX_VALUE;
    float x1 = -Float.MAX_VALUE;
    PdfWord longest = words.getFirst();
    int chars = 0;
    int boldChars = 0;
    for (PdfWord word : words) {
      text.append(text.isEmpty() ? "" : " ").append(word.text());
      x0 = Math.min(x0, word.x0());
      x1 = Math.max(x1, word.x1());
      chars += word.text().length();
      boldChars += word.bold() ? word.text().length() : 0;
      longest = word.text().length() > longest.text().length() ? word : longest;
    }
    boolean bold = boldChars * 10 >= chars * 9;
    return new PdfLine(
        page, pageHeight, words, text.toString(), x0, x1, longest.y(), longest.size(), bold);
  }

  /** The words joined where they stand close; parts are what wide gaps separate. */
  List<PdfWord> cells() {
    var cells = new ArrayList<PdfWord>();
    for (PdfWord word : words) {
      PdfWord last = cells.isEmpty() ? null : cells.getLast();
      boolean marker = cells.size() == 1 && last != null && isMarker(last.text());
      if (last != null && (marker || gap(last, word) < CELL_GAP * size)) {
        cells.removeLast();
        cells.add(
            new PdfWord(
                last.text() + " " + word.text(),
                Math.min(last.x0(), word.x0()),
                Math.max(last.x1(), word.x1()),
                last.y(),
                last.size(),
                last.bold()));
      } else {
        cells.add(word);
      }
    }
    return cells;
  }

  private static float gap(PdfWord last, PdfWord word) {
    return Math.max(word.x0() - last.x1(), last.x0() - word.x1());
  }

  private static boolean isMarker(String text) {
    return ListMarker.length(text + " x", 0, text.length() + 2) == text.length();
  }

  int markerLength() {
    return ListMarker.length(text, 0, text.length());
  }

  boolean endsSentence() {
    int end = text.length();
    while (end > 0 && "\"')]\u201d\u2019\u00bb".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end > 0 && TERMINATORS.indexOf(text.charAt(end - 1)) >= 0;
  }

  boolean startsLowerCase() {
    return Character.isLowerCase(text.codePointAt(0));
  }

  boolean sameSizeAs(PdfLine other) {
    return Math.abs(size - other.size) <= 0.1f * Math.max(size, other.size);
  }
}
