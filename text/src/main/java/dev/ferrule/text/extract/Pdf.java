package dev.ferrule.text.extract;

import dev.ferrule.text.StructuredText;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/** Text of a PDF with the page of each block. Immutable. */
final class Pdf {
  private static final int HEADER_BYTES = 1024;

  private final ExtractionLimits limits;

  Pdf(ExtractionLimits limits) {
    this.limits = limits;
  }

  StructuredText extract(byte[] content) {
    if (!hasHeader(content)) {
      throw Failures.unreadable("expected a PDF file, found no header %PDF-");
    }
    PdfStreams.check(content, limits);
    try (PDDocument document = Loader.loadPDF(content)) {
      return read(document);
    } catch (InvalidPasswordException locked) {
      throw Failures.unreadable(
          "expected a PDF without a password, found an encrypted one", locked);
    } catch (IOException damaged) {
      throw Failures.unreadable("expected a sound PDF file, found a broken one", damaged);
    }
  }

  private StructuredText read(PDDocument document) throws IOException {
    int pages = document.getNumberOfPages();
    if (pages > limits.maxPages()) {
      throw Failures.tooLarge("a PDF of pages=" + pages, "maxPages", limits.maxPages());
    }
    List<PdfLine> lines = new PdfLines(limits).read(document);
    if (lines.isEmpty()) {
      throw Failures.unreadable(
          "expected a PDF with text, found none (scanned pages need OCR first): pages=" + pages);
    }
    var out = new StructureBuilder(limits);
    String title = new PdfBlocks(PdfFurniture.drop(lines, pages), out).build();
    return out.build(title.isEmpty() ? informationTitle(document) : title, pages);
  }

  private static String informationTitle(PDDocument document) {
    String title = document.getDocumentInformation().getTitle();
    return title == null || title.startsWith("Microsoft Word - ") ? "" : title;
  }

  private static boolean hasHeader(byte[] content) {
    int last = Math.min(content.length, HEADER_BYTES) - 5;
    for (int i = 0; i <= last; i++) {
      if (content[i] == '%'
          && content[i + 1] == 'P'
          && content[i + 2] == 'D'
          && content[i + 3] == 'F'
          && content[i + 4] == '-') {
        return true;
      }
    }
    return false;
  }
}
