package dev.ferrule.text.extract;

import static dev.ferrule.text.extract.TestDocuments.EXTRACTORS;
import static dev.ferrule.text.extract.TestDocuments.docx;
import static dev.ferrule.text.extract.TestDocuments.failure;
import static dev.ferrule.text.extract.TestDocuments.p;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExtractorsTest {
  private static String typeOf(String name, String head) {
    return Extractors.mediaTypeOf(name, head.getBytes(ISO_8859_1));
  }

  private static void assertNoType(String name, byte[] head) {
    var thrown = assertThrows(FerruleException.class, () -> Extractors.mediaTypeOf(name, head));
    assertEquals(ErrorCode.REQUEST_MEDIA_TYPE, thrown.code());
  }

  @Test
  void theTypeFollowsTheNameUnlessTheBytesSayOtherwise() {
    assertEquals("text/plain", typeOf("a.txt", "hello"));
    assertEquals("text/markdown", typeOf("dir.x/README.MD", "# hi"));
    assertEquals("text/html", typeOf("a.htm", "hi"));
    assertEquals("application/pdf", typeOf("a.pdf", "junk\n%PDF-1.4"));
    assertEquals("application/pdf", typeOf("a.txt", "%PDF-1.4"));
    assertEquals("text/plain", typeOf("a.txt", "A PDF begins with %PDF-1.4"));
    assertEquals("text/html", typeOf("page", "\n<!DOCTYPE html><p>"));
    assertEquals("text/plain", typeOf("notes", "just text"));
    assertEquals("text/plain", typeOf("", ""));
    assertEquals("text/plain", typeOf("a.txt", "\u00ff\u00feh\0i\0"));
    byte[] word = docx(p("", "x"), Map.of());
    assertEquals(MediaTypes.DOCX, Extractors.mediaTypeOf("a.bin", word));
    assertEquals(MediaTypes.DOCX, Extractors.mediaTypeOf("a.docx", word));
  }

  @Test
  void binariesHaveNoType() {
    var noise = new byte[4096];
    new Random(7).nextBytes(noise);
    assertNoType("random.txt", noise);
    assertNoType("x.png", "\u0089PNG\r\n".getBytes(ISO_8859_1));
    assertNoType("x.docx", "\u00d0\u00cf\u0011\u00e0".getBytes(ISO_8859_1));
    assertNoType("x.zip", "PK\3\4 some.txt".getBytes(ISO_8859_1));
    assertNoType("x.xlsx", "PK\3\4 xl/workbook.xml".getBytes(ISO_8859_1));
    assertNoType("x.rtf", "{\\rtf1".getBytes(ISO_8859_1));
  }

  @Test
  void mediaTypesAreReadWithTheirParameters() {
    byte[] content = "# hi".getBytes(ISO_8859_1);
    assertEquals("hi", EXTRACTORS.extract(content, "Text/Markdown; charset=UTF-8").title());
    assertEquals("# hi", EXTRACTORS.extract(content, "text/x-rst").text());
    failure(ErrorCode.REQUEST_MEDIA_TYPE, content, "image/png");
    failure(ErrorCode.REQUEST_MEDIA_TYPE, content, "");
  }

  @Test
  void sizesAreBounded() {
    ExtractionLimits d = ExtractionLimits.DEFAULT;
    var small =
        new Extractors(
            new ExtractionLimits(
                10,
                5,
                d.maxBlocks(),
                d.maxPages(),
                d.maxUnzippedBytes(),
                d.maxZipEntries(),
                d.maxCompressionRatio(),
                d.maxXmlDepth(),
                d.maxPageTime(),
                d.maxTime()));
    for (String text : new String[] {"more than ten", "sevenxx"}) {
      var thrown =
          assertThrows(
              FerruleException.class, () -> small.extract(text.getBytes(ISO_8859_1), "text/plain"));
      assertEquals(ErrorCode.REQUEST_TOO_LARGE, thrown.code());
    }
    assertThrows(FerruleException.class, () -> small.markdown("sevenxx"));
  }
}
