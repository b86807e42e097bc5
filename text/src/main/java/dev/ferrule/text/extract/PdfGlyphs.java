package dev.ferrule.text.extract;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.text.TextPosition;

/**
 * Cuts a run of glyphs into words. PDFBox cuts at gaps only, so a run may hold spaces; and in
 * right-to-left text files mix drawing orders within a run, so there the glyphs' places decide.
 */
final class PdfGlyphs {
  private PdfGlyphs() {}

  /**
   * @param text the run as PDFBox reads it
   */
  static List<PdfWord> words(String text, List<TextPosition> glyphs, boolean bold) {
    boolean rightToLeft = text.chars().anyMatch(PdfDirection::isRtl);
    return rightToLeft ? placed(glyphs, bold) : drawn(text, glyphs, bold);
  }

  private static List<PdfWord> drawn(String text, List<TextPosition> glyphs, boolean bold) {
    String[] tokens = Whitespace.collapse(text).split(" ", -1);
    List<List<TextPosition>> runs = cut(glyphs, false);
    var words = new ArrayList<PdfWord>();
    if (tokens.length != runs.size()) {
      words.add(word(String.join(" ", tokens), glyphs, bold));
      return words;
    }
    for (int i = 0; i < tokens.length; i++) {
      words.add(word(tokens[i], runs.get(i), bold));
    }
    return words;
  }

  private static List<PdfWord> placed(List<TextPosition> glyphs, boolean bold) {
    List<TextPosition> sorted = new ArrayList<>(glyphs);
    sorted.sort((a, b) -> Float.compare(a.getXDirAdj(), b.getXDirAdj()));
    var words = new ArrayList<PdfWord>();
    for (List<TextPosition> run : cut(sorted, true)) {
      var text = new StringBuilder();
      for (TextPosition glyph : run) {
        text.append(glyph.getUnicode());
      }
      if (text.chars().anyMatch(PdfDirection::isRtl)) {
        text.setLength(0);
        for (TextPosition glyph : run.reversed()) {
          text.append(glyph.getUnicode());
        }
      }
      // Presentation forms of Arabic letters become the letters themselves.
      words.add(word(Normalizer.normalize(text, Normalizer.Form.NFKC), run, bold));
    }
    return words;
  }

  /** The runs between white space and, where asked, between gaps. */
  private static List<List<TextPosition>> cut(List<TextPosition> glyphs, boolean atGaps) {
    var runs = new ArrayList<List<TextPosition>>();
    var run = new ArrayList<TextPosition>();
    float end = 0;
    for (TextPosition glyph : glyphs) {
      boolean blank = glyph.getUnicode() == null || glyph.getUnicode().isBlank();
      boolean apart =
          atGaps && !run.isEmpty() && glyph.getXDirAdj() - end > 0.2f * glyph.getFontSizeInPt();
      if ((blank || apart) && !run.isEmpty()) {
        runs.add(List.copyOf(run));
        run.clear();
      }
      if (!blank) {
        run.add(glyph);
        end = glyph.getXDirAdj() + glyph.getWidthDirAdj();
      }
    }
    if (!run.isEmpty()) {
      runs.add(List.copyOf(run));
    }
    return runs;
  }

  private static PdfWord word(String text, List<TextPosition> glyphs, boolean bold) {
    float x0 = Float.MAX_VALUE;
    float x1 = -Float.MAX_VALUE;
    for (TextPosition glyph : glyphs) {
      x0 = Math.min(x0, glyph.getXDirAdj());
      x1 = Math.max(x1, glyph.getXDirAdj() + glyph.getWidthDirAdj());
    }
    TextPosition middle = glyphs.get(glyphs.size() / 2);
    float size = Math.max(1f, Math.abs(middle.getFontSizeInPt()));
    return new PdfWord(text, x0, x1, middle.getYDirAdj(), size, bold);
  }
}
