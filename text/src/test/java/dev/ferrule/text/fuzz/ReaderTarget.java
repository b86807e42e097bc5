package dev.ferrule.text.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.FerruleException;
import dev.ferrule.text.Block;
import dev.ferrule.text.StructuredText;
import dev.ferrule.text.extract.ExtractionLimits;
import dev.ferrule.text.extract.Extractors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Any bytes are read into a sound text, or refused. The first says as what: also as the main part
 * of a DOCX, which a fuzzer would hardly get through the compression.
 */
public final class ReaderTarget {
  private static final String DOCX =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  private static final List<String> TYPES =
      List.of("text/plain", "text/markdown", "text/html", "application/pdf", DOCX, DOCX);
  private static final Extractors EXTRACTORS = new Extractors(ExtractionLimits.DEFAULT);

  private ReaderTarget() {}

  /** Checks one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int type = (input[0] & 0xff) % TYPES.size();
    byte[] content = Arrays.copyOfRange(input, 1, input.length);
    byte[] file = type == TYPES.size() - 1 ? docx(content) : content;
    try {
      StructuredText document = EXTRACTORS.extract(file, TYPES.get(type));
      int last = 0;
      for (Block block : document.blocks()) {
        assertTrue(block.span().startChars() >= last, "a block before the last");
        last = block.span().endChars();
      }
      assertTrue(last <= document.text().length(), "a block behind the text");
      assertTrue(document.text().indexOf('\0') < 0, "a NUL");
    } catch (FerruleException refused) {
      assertEquals(4, refused.code().httpStatus() / 100, refused.toString());
    }
  }

  private static byte[] docx(byte[] document) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("word/document.xml"));
      zip.write(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
