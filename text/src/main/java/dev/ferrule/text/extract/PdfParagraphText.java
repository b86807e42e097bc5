package dev.ferrule.text.extract;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Joins the lines of a paragraph. A hyphen at a line's end goes, unless the document elsewhere
 * writes the word with it; a line broken before it was full keeps its break. Immutable.
 */
final class PdfParagraphText {
  private final Set<String> words = new HashSet<>();

  /**
   * @param lines the whole document, for the words it uses
   */
  PdfParagraphText(List<PdfLine> lines) {
    for (PdfLine line : lines) {
      for (PdfWord word : line.words()) {
        words.add(bare(word.text()));
      }
    }
  }

  String join(List<PdfLine> lines) {
    float right = 0;
    for (PdfLine line : lines) {
      right = Math.max(right, line.x1());
    }
    var out = new StringBuilder();
    PdfLine last = null;
    for (PdfLine line : lines) {
      if (last != null) {
        separate(out, last, line, right);
      }
      out.append(line.text());
      last = line;
    }
    return out.toString();
  }

  private void separate(StringBuilder out, PdfLine last, PdfLine line, float right) {
    char end = last.text().charAt(last.text().length() - 1);
    boolean hyphen = end == '-' || end == '\u2010' || end == '\u00ad';
    if (hyphen && line.startsLowerCase() && last.text().length() > 1) {
      if (dropsHyphen(last, line)) {
        out.setLength(out.length() - 1);
      }
      return;
    }
    PdfWord first = line.words().getFirst();
    boolean fitted = last.x1() + (first.x1() - first.x0()) + 2 * last.size() < right;
    boolean samePage = last.page() == line.page() && line.y() > last.y();
    out.append(fitted && samePage ? '\n' : ' ');
  }

  private boolean dropsHyphen(PdfLine last, PdfLine line) {
    String head = bare(last.words().getLast().text());
    String tail = bare(line.words().getFirst().text());
    String stem = head.endsWith("-") ? head.substring(0, head.length() - 1) : head;
    boolean before =
        last.text().length() > 1
            && Character.isLetter(last.text().charAt(last.text().length() - 2));
    return before && (words.contains(stem + tail) || !words.contains(stem + "-" + tail));
  }

  /** In lower case, without punctuation around it; hyphens stay. */
  private static String bare(String word) {
    int start = 0;
    int end = word.length();
    while (start < end && !Character.isLetterOrDigit(word.charAt(start))) {
      start++;
    }
    while (end > start
        && !Character.isLetterOrDigit(word.charAt(end - 1))
        && word.charAt(end - 1) != '-') {
      end--;
    }
    return word.substring(start, end).toLowerCase(Locale.ROOT);
  }
}
