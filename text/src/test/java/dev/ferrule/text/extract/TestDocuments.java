package dev.ferrule.text.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.text.Block;
import dev.ferrule.text.StructuredText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/** Documents made in code, and a compact view of what is extracted from them. */
final class TestDocuments {
  static final Extractors EXTRACTORS = new Extractors(ExtractionLimits.DEFAULT);

  private TestDocuments() {}

  /** Each block as {@code KIND level: text}, with the page where there is one. */
  static List<String> outline(StructuredText document) {
    return document.blocks().stream().map(block -> line(document, block)).toList();
  }

  private static String line(StructuredText document, Block block) {
    String level = block.level() == 0 ? "" : " " + block.level();
    String page = block.page() == 0 ? "" : " p" + block.page();
    return block.kind() + level + page + ": " + block.span().of(document.text());
  }

  /** The message of the failure that extraction ends in. */
  static String failure(ErrorCode code, byte[] content, String mediaType) {
    var thrown = assertThrows(FerruleException.class, () -> EXTRACTORS.extract(content, mediaType));
    assertEquals(code, thrown.code(), thrown.getMessage());
    return String.valueOf(thrown.getMessage());
  }

  static byte[] zip(Map<String, byte[]> parts) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue());
        zip.closeEntry();
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** A DOCX whose body is {@code body}; {@code more} are further parts. */
  static byte[] docx(String body, Map<String, String> more) {
    var parts = new TreeMap<String, byte[]>();
    parts.put("[Content_Types].xml", "<Types/>".getBytes(UTF_8));
    parts.put("word/document.xml", word("document", "<w:body>" + body + "</w:body>"));
    more.forEach((name, xml) -> parts.put(name, xml.getBytes(UTF_8)));
    return zip(parts);
  }

  static byte[] word(String root, String content) {
    return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:"
            + root
            + " xmlns:w=\"urn:w\" xmlns:m=\"urn:m\" xmlns:mc=\"urn:mc\">"
            + content
            + "</w:"
            + root
            + ">")
        .getBytes(UTF_8);
  }

  static String wordText(String root, String content) {
    return new String(word(root, content), UTF_8);
  }

  /** A paragraph of one run, with paragraph properties. */
  static String p(String properties, String text) {
    return "<w:p><w:pPr>" + properties + "</w:pPr><w:r><w:t>" + text + "</w:t></w:r></w:p>";
  }

  /** Draws a PDF line by line. */
  static final class Pen implements AutoCloseable {
    static final PDFont PLAIN = new PDType1Font(FontName.HELVETICA);
    static final PDFont BOLD = new PDType1Font(FontName.HELVETICA_BOLD);

    final PDDocument document = new PDDocument();
    private PDPageContentStream stream;

    Pen() {
      stream = newPage();
    }

    private PDPageContentStream newPage() {
      try {
        var page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        return new PDPageContentStream(document, page);
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    Pen page() {
      try {
        stream.close();
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
      stream = newPage();
      return this;
    }

    /** Draws at {@code x} points from the left and {@code y} from the top. */
    Pen draw(PDFont font, float size, float x, float y, String text) {
      try {
        stream.beginText();
        stream.setFont(font, size);
        stream.newLineAtOffset(x, PDRectangle.A4.getHeight() - y);
        stream.showText(text);
        stream.endText();
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
      return this;
    }

    Pen draw(float x, float y, String text) {
      return draw(PLAIN, 11, x, y, text);
    }

    byte[] save() {
      var bytes = new ByteArrayOutputStream();
      try {
        stream.close();
        document.save(bytes);
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
      return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
      document.close();
    }
  }
}
