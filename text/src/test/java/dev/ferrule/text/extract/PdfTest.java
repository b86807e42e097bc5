package dev.ferrule.text.extract;

import static dev.ferrule.text.extract.TestDocuments.EXTRACTORS;
import static dev.ferrule.text.extract.TestDocuments.failure;
import static dev.ferrule.text.extract.TestDocuments.outline;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.text.StructuredText;
import dev.ferrule.text.extract.TestDocuments.Pen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.Test;

class PdfTest {
  private static StructuredText extract(Pen pen) {
    return EXTRACTORS.extract(pen.save(), "application/pdf");
  }

  @Test
  void paragraphsHeadingsListsAndTablesAreRebuilt() throws IOException {
    try (var pen = new Pen()) {
      pen.draw(Pen.BOLD, 20, 50, 60, "Hotel Handbook");
      pen.draw(50, 100, "Breakfast is served every day from seven to ten in the gar-");
      pen.draw(50, 114, "den room. Guests with a long journey may ask for a break-");
      pen.draw(50, 128, "fast box the evening before they leave us, at no extra cost.");
      pen.draw(50, 156, "A second paragraph stands apart by a larger gap between lines.");
      pen.draw(Pen.BOLD, 11, 50, 190, "Opening hours");
      pen.draw(50, 220, "Room").draw(200, 220, "Opens").draw(300, 220, "Closes");
      pen.draw(50, 236, "Pool").draw(200, 236, "7:00").draw(300, 236, "21:00");
      pen.draw(50, 252, "Sauna").draw(200, 252, "15:00").draw(300, 252, "22:00");
      pen.draw(50, 290, "\u2022 Bring a towel and wear a cap in the pool, because it is");
      pen.draw(60, 304, "heated and covered.");
      pen.draw(50, 318, "\u2022 Leave the sauna dry.");
      StructuredText document = extract(pen);
      assertEquals("Hotel Handbook", document.title());
      assertEquals(1, document.pages());
      assertEquals(
          List.of(
              "HEADING 1 p1: Hotel Handbook",
              "PARAGRAPH p1: Breakfast is served every day from seven to ten in the garden room."
                  + " Guests with a long journey may ask for a breakfast box the evening before"
                  + " they leave us, at no extra cost.",
              "PARAGRAPH p1: A second paragraph stands apart by a larger gap between lines.",
              "HEADING 2 p1: Opening hours",
              "TABLE_ROW p1: Room | Opens | Closes",
              "TABLE_ROW p1: Pool | 7:00 | 21:00",
              "TABLE_ROW p1: Sauna | 15:00 | 22:00",
              "LIST_ITEM 1 p1: - Bring a towel and wear a cap in the pool, because it is heated and"
                  + " covered.",
              "LIST_ITEM 1 p1: - Leave the sauna dry."),
          outline(document));
    }
  }

  @Test
  void runningHeadersFootersAndPageNumbersGo() throws IOException {
    try (var pen = new Pen()) {
      for (int page = 1; page <= 4; page++) {
        pen.draw(50, 30, "ACME Handbook");
        pen.draw(50, 100 + page * 10, "Text of the page that is number " + page + " here.");
        pen.draw(280, 820, "Page " + page + " of 4");
        if (page < 4) {
          pen.page();
        }
      }
      StructuredText document = extract(pen);
      assertEquals(4, document.pages());
      assertEquals(
          List.of(
              "PARAGRAPH p1: Text of the page that is number 1 here.",
              "PARAGRAPH p2: Text of the page that is number 2 here.",
              "PARAGRAPH p3: Text of the page that is number 3 here.",
              "PARAGRAPH p4: Text of the page that is number 4 here."),
          outline(document));
    }
  }

  @Test
  void aSentenceGoesOnAcrossPagesAndAKnownHyphenStays() throws IOException {
    try (var pen = new Pen()) {
      pen.draw(50, 700, "The well-known sauna is open to all of our guests and it is a well-");
      pen.page();
      pen.draw(50, 60, "known place to rest.");
      assertEquals(
          List.of(
              "PARAGRAPH p1: The well-known sauna is open to all of our guests and it is a"
                  + " well-known place to rest."),
          outline(extract(pen)));
    }
  }

  @Test
  void titleFallsBackToTheInformation() throws IOException {
    try (var pen = new Pen()) {
      pen.document.getDocumentInformation().setTitle("From the information");
      pen.draw(50, 100, "Only text.");
      assertEquals("From the information", extract(pen).title());
    }
  }

  @Test
  void aPdfWithoutTextIsRefused() throws IOException {
    try (var pen = new Pen()) {
      var message = failure(ErrorCode.DOCUMENT_UNREADABLE, pen.save(), "application/pdf");
      assertTrue(message.contains("scanned"), message);
    }
  }

  @Test
  void anEncryptedPdfIsRefused() throws IOException {
    try (var pen = new Pen()) {
      pen.draw(50, 100, "secret");
      pen.document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      var message = failure(ErrorCode.DOCUMENT_UNREADABLE, pen.save(), "application/pdf");
      assertTrue(message.contains("encrypted"), message);
      assertFalse(message.contains("secret"));
    }
  }

  @Test
  void brokenPdfsAreRefused() throws IOException {
    failure(ErrorCode.DOCUMENT_UNREADABLE, new byte[0], "application/pdf");
    failure(ErrorCode.DOCUMENT_UNREADABLE, "no pdf".getBytes(ISO_8859_1), "application/pdf");
    failure(ErrorCode.DOCUMENT_UNREADABLE, "%PDF-1.7\n".getBytes(ISO_8859_1), "application/pdf");
  }

  @Test
  void fiftyMegabytesOfNoiseAreRefusedInTime() {
    var noise = new byte[50 << 20];
    new Random(1).nextBytes(noise);
    byte[] header = "%PDF-1.7\n".getBytes(ISO_8859_1);
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> failure(ErrorCode.DOCUMENT_UNREADABLE, noise, "application/pdf"));
    System.arraycopy(header, 0, noise, 0, header.length);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> failure(ErrorCode.DOCUMENT_UNREADABLE, noise, "application/pdf"));
  }

  @Test
  void aStreamThatInflatesWithoutEndIsRefused() throws IOException {
    var deflated = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(deflated)) {
      var spaces = new byte[1 << 20];
      Arrays.fill(spaces, (byte) ' ');
      for (int i = 0; i < 300; i++) {
        deflater.write(spaces);
      }
    }
    var pdf = new ByteArrayOutputStream();
    pdf.writeBytes(
        ("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                + "3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj\n"
                + "4 0 obj<</Filter/FlateDecode/Length "
                + deflated.size()
                + ">>stream\n")
            .getBytes(ISO_8859_1));
    pdf.writeBytes(deflated.toByteArray());
    pdf.writeBytes("\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF".getBytes(ISO_8859_1));
    failure(ErrorCode.REQUEST_TOO_LARGE, pdf.toByteArray(), "application/pdf");
  }

  @Test
  void pagesAndTimeAreBounded() throws IOException {
    try (var pen = new Pen()) {
      pen.draw(50, 100, "one").page().draw(50, 100, "two");
      byte[] pdf = pen.save();
      ExtractionLimits d = ExtractionLimits.DEFAULT;
      var onePage =
          new ExtractionLimits(
              d.maxInputBytes(),
              d.maxTextChars(),
              d.maxBlocks(),
              1,
              d.maxUnzippedBytes(),
              d.maxZipEntries(),
              d.maxCompressionRatio(),
              d.maxXmlDepth(),
              d.maxPageTime(),
              d.maxTime());
      var noTime =
          new ExtractionLimits(
              d.maxInputBytes(),
              d.maxTextChars(),
              d.maxBlocks(),
              9,
              d.maxUnzippedBytes(),
              d.maxZipEntries(),
              d.maxCompressionRatio(),
              d.maxXmlDepth(),
              Duration.ofNanos(1),
              d.maxTime());
      for (ExtractionLimits limits : List.of(onePage, noTime)) {
        var thrown =
            assertThrows(
                FerruleException.class,
                () -> new Extractors(limits).extract(pdf, "application/pdf"));
        assertEquals(ErrorCode.REQUEST_TOO_LARGE, thrown.code(), thrown.getMessage());
      }
    }
  }
}
