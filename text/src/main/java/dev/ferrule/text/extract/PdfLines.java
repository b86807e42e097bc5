package dev.ferrule.text.extract;

import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/**
 * Reads the lines of a PDF with their positions. PDFBox puts glyphs together to words (spaces,
 * ligatures, right-to-left runs) and words to lines; this keeps where they stand. Confined to one
 * thread.
 */
final class PdfLines extends PDFTextStripper {
  /** What names of bold fonts contain; "medi" and "cmbx" are how TeX's fonts say it. */
  private static final List<String> BOLD_NAMES =
      List.of("bold", "black", "heavy", "demi", "medi", "cmbx", "sfbx");

  private final ExtractionLimits limits;
  private final long deadlineNanos;
  private final List<PdfLine> lines = new ArrayList<>();
  private final List<PdfWord> words = new ArrayList<>();
  private final IdentityHashMap<PDFont, Boolean> bold = new IdentityHashMap<>();
  private long pageDeadlineNanos;
  private float pageHeight;
  private int glyphs;

  PdfLines(ExtractionLimits limits) {
    this.limits = limits;
    this.deadlineNanos = System.nanoTime() + limits.maxTime().toNanos();
    setSuppressDuplicateOverlappingText(true);
  }

  List<PdfLine> read(PDDocument document) throws IOException {
    writeText(document, Writer.nullWriter());
    return lines;
  }

  @Override
  public void processPage(PDPage page) throws IOException {
    pageDeadlineNanos = System.nanoTime() + limits.maxPageTime().toNanos();
    pageHeight = page.getCropBox().getHeight();
    if (page.getRotation() % 180 != 0) {
      pageHeight = page.getCropBox().getWidth();
    }
    super.processPage(page);
  }

  @Override
  protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
    checkTime();
    super.processOperator(operator, operands);
  }

  private void checkTime() {
    long now = System.nanoTime();
    if (now - pageDeadlineNanos > 0) {
      throw outOfTime("page=" + getCurrentPageNo(), "maxPageTime", limits.maxPageTime());
    }
    if (now - deadlineNanos > 0) {
      throw outOfTime("the PDF", "maxTime", limits.maxTime());
    }
  }

  private static RuntimeException outOfTime(String what, String limit, Duration maximum) {
    return Failures.tooLarge("the milliseconds to read " + what, limit, maximum.toMillis());
  }

  @Override
  protected void processTextPosition(TextPosition text) {
    if (++glyphs > limits.maxTextChars()) {
      throw Failures.tooLarge("the text of the document", "maxTextChars", limits.maxTextChars());
    }
    super.processTextPosition(text);
  }

  @Override
  protected void writeString(String text, List<TextPosition> positions) {
    if (text.isBlank() || positions.isEmpty()) {
      return;
    }
    TextPosition middle = positions.get(positions.size() / 2);
    for (PdfWord word : PdfGlyphs.words(text, positions, isBold(middle.getFont()))) {
      if (!word.text().isBlank()) {
        words.add(word);
      }
    }
  }

  private boolean isBold(PDFont font) {
    return bold.computeIfAbsent(font, PdfLines::looksBold);
  }

  private static boolean looksBold(PDFont font) {
    String name = font.getName() == null ? "" : font.getName().toLowerCase(Locale.ROOT);
    for (String weight : BOLD_NAMES) {
      if (name.contains(weight)) {
        return true;
      }
    }
    PDFontDescriptor descriptor = font.getFontDescriptor();
    return descriptor != null && (descriptor.isForceBold() || descriptor.getFontWeight() >= 600);
  }

  @Override
  protected void writeLineSeparator() {
    endLine();
  }

  @Override
  protected void writeParagraphStart() {
    endLine();
  }

  @Override
  protected void writeParagraphEnd() {
    endLine();
  }

  @Override
  protected void endPage(PDPage page) {
    endLine();
  }

  private void endLine() {
    if (!words.isEmpty()) {
      lines.add(PdfLine.of(getCurrentPageNo(), pageHeight, words));
      words.clear();
    }
  }
}
