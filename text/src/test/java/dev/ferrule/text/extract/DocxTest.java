package dev.ferrule.text.extract;

import static dev.ferrule.text.extract.TestDocuments.EXTRACTORS;
import static dev.ferrule.text.extract.TestDocuments.docx;
import static dev.ferrule.text.extract.TestDocuments.failure;
import static dev.ferrule.text.extract.TestDocuments.outline;
import static dev.ferrule.text.extract.TestDocuments.p;
import static dev.ferrule.text.extract.TestDocuments.wordText;
import static dev.ferrule.text.extract.TestDocuments.zip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.text.StructuredText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DocxTest {
  private static final String STYLES =
      wordText(
          "styles",
          "<w:style w:styleId=\"T\"><w:name w:val=\"Title\"/></w:style>"
              + "<w:style w:styleId=\"berschrift2\"><w:name w:val=\"heading 2\"/></w:style>"
              + "<w:style w:styleId=\"Own\"><w:name w:val=\"Own\"/><w:basedOn w:val=\"berschrift2\"/>"
              + "</w:style><w:style w:styleId=\"Lvl\"><w:name w:val=\"x\"/><w:pPr>"
              + "<w:outlineLvl w:val=\"2\"/></w:pPr></w:style>");
  private static final String NUMBERING =
      wordText(
          "numbering",
          "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>"
              + "<w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl><w:lvl w:ilvl=\"1\">"
              + "<w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"%1.%2\"/></w:lvl></w:abstractNum>"
              + "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\">"
              + "<w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum>"
              + "<w:num w:numId=\"5\"><w:abstractNumId w:val=\"0\"/></w:num>"
              + "<w:num w:numId=\"6\"><w:abstractNumId w:val=\"1\"/></w:num>");

  private static StructuredText extract(String body) {
    byte[] content = docx(body, Map.of("word/styles.xml", STYLES, "word/numbering.xml", NUMBERING));
    return EXTRACTORS.extract(content, MediaTypes.DOCX);
  }

  private static String numbered(int numberId, int level, String text) {
    return p(
        "<w:numPr><w:ilvl w:val=\"" + level + "\"/><w:numId w:val=\"" + numberId + "\"/></w:numPr>",
        text);
  }

  private static String styled(String style, String text) {
    return p("<w:pStyle w:val=\"" + style + "\"/>", text);
  }

  @Test
  void stylesMakeHeadingsAndTheTitle() {
    StructuredText document =
        extract(
            styled("Heading1", "By id")
                + styled("T", "The title")
                + styled("Own", "Inherited")
                + styled("Lvl", "By outline")
                + p("<w:outlineLvl w:val=\"0\"/>", "Direct")
                + p("", "Text"));
    assertEquals("The title", document.title());
    assertEquals(0, document.pages());
    assertEquals(
        List.of(
            "HEADING 1: By id",
            "HEADING 1: The title",
            "HEADING 2: Inherited",
            "HEADING 3: By outline",
            "HEADING 1: Direct",
            "PARAGRAPH: Text"),
        outline(document));
  }

  @Test
  void listsCarryTheirMarkersAndShareAGroup() {
    StructuredText document =
        extract(
            numbered(5, 0, "one")
                + numbered(5, 1, "sub")
                + numbered(5, 0, "two")
                + numbered(6, 0, "bullet"));
    assertEquals(
        List.of(
            "LIST_ITEM 1: 1. one",
            "LIST_ITEM 2: 1.a sub",
            "LIST_ITEM 1: 2. two",
            "LIST_ITEM 1: - bullet"),
        outline(document));
    assertEquals(document.blocks().get(0).group(), document.blocks().get(2).group());
    assertTrue(document.blocks().get(2).group() != document.blocks().get(3).group());
  }

  @Test
  void tablesLinksBreaksAndRevisionsAreRead() {
    StructuredText document =
        extract(
            "<w:tbl><w:tr><w:tc>"
                + p("", "a")
                + "</w:tc><w:tc>"
                + p("", "b")
                + p("", "c")
                + "</w:tc></w:tr><w:tr><w:tc><w:tbl><w:tr><w:tc>"
                + p("", "x")
                + "</w:tc></w:tr></w:tbl></w:tc><w:tc>"
                + p("", "y")
                + "</w:tc></w:tr></w:tbl>"
                + "<w:p><w:r><w:t xml:space=\"preserve\">See </w:t></w:r><w:hyperlink><w:r><w:t>the"
                + " site</w:t></w:r></w:hyperlink><w:r><w:br/><w:t>next</w:t><w:tab/><w:t>tab</w:t>"
                + "</w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>!</w:t>"
                + "</w:r></w:ins><w:r><w:instrText>HYPERLINK</w:instrText></w:r></w:p>");
    assertEquals(
        List.of("TABLE_ROW: a | b c", "TABLE_ROW: x | y", "PARAGRAPH: See the site\nnext tab!"),
        outline(document));
    assertEquals("a | b c\nx | y\n\nSee the site\nnext tab!", document.text());
  }

  @Test
  void footnotesFollowAndPagesAreCounted() {
    String body =
        "<w:p><w:r><w:t>One</w:t><w:footnoteReference w:id=\"7\"/></w:r></w:p>"
            + "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"
            + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Two</w:t></w:r></w:p>"
            + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Three</w:t></w:r></w:p>";
    String notes =
        wordText(
            "footnotes",
            "<w:footnote w:id=\"0\">"
                + p("", "separator")
                + "</w:footnote><w:footnote w:id=\"7\">"
                + p("", "A note.")
                + "</w:footnote>");
    byte[] content = docx(body, Map.of("word/footnotes.xml", notes));
    StructuredText document = EXTRACTORS.extract(content, MediaTypes.DOCX);
    assertEquals(3, document.pages());
    assertEquals(
        List.of(
            "PARAGRAPH p1: One[1]",
            "PARAGRAPH p2: Two",
            "PARAGRAPH p2: Three",
            "PARAGRAPH p3: [1] A note."),
        outline(document));
  }

  @Test
  void textBoxesFormulasAndPropertiesAreRead() {
    String body =
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>"
            + p("", "In a box")
            + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>"
            + p("", "In a box")
            + "</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>Around</w:t></w:r><m:oMath>"
            + "<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>c</m:t></m:r></m:den>"
            + "</m:f></m:oMath></w:p>";
    String core = "<p xmlns:dc=\"urn:dc\"><dc:title>Core title</dc:title></p>";
    StructuredText document =
        EXTRACTORS.extract(docx(body, Map.of("docProps/core.xml", core)), MediaTypes.DOCX);
    assertEquals("Core title", document.title());
    assertEquals(List.of("PARAGRAPH: In a box", "PARAGRAPH: Around (a+b)/c"), outline(document));
  }

  @Test
  void manyEscapedCharactersAreNoAttack() {
    var text = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      text.append(i).append("&amp;");
    }
    StructuredText document = extract(p("", text.toString()));
    assertEquals(text.toString().replace("&amp;", "&"), document.text());
  }

  @Test
  void bombsAndBrokenFilesAreRefused() {
    var parts = new TreeMap<String, byte[]>();
    parts.put("word/document.xml", new byte[300 << 20]);
    failure(ErrorCode.REQUEST_TOO_LARGE, zip(parts), MediaTypes.DOCX);
    failure(ErrorCode.DOCUMENT_UNREADABLE, zip(Map.of("a.txt", new byte[1])), MediaTypes.DOCX);
    failure(ErrorCode.DOCUMENT_UNREADABLE, new byte[0], MediaTypes.DOCX);
    failure(ErrorCode.DOCUMENT_UNREADABLE, "PK\3\4 rest".getBytes(UTF_8), MediaTypes.DOCX);
    failure(ErrorCode.DOCUMENT_UNREADABLE, docx("<w:p>", Map.of()), MediaTypes.DOCX);
    byte[] old = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};
    assertTrue(failure(ErrorCode.DOCUMENT_UNREADABLE, old, MediaTypes.DOCX).contains("encrypted"));
    failure(ErrorCode.REQUEST_TOO_LARGE, docx("<w:sdt>".repeat(1_000), Map.of()), MediaTypes.DOCX);
  }

  @Test
  void tooManyEntriesAreRefused() {
    var parts = new TreeMap<String, byte[]>();
    for (int i = 0; i < 10_001; i++) {
      parts.put("word/media/" + i, new byte[0]);
    }
    failure(ErrorCode.REQUEST_TOO_LARGE, zip(parts), MediaTypes.DOCX);
  }

  @Test
  void dtdsAndEntitiesAreRefused() {
    String body = "<d><p>&x;</p></d>";
    for (String dtd :
        List.of(
            "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
            "<!DOCTYPE d [<!ENTITY x \"boom\">]>",
            "<!DOCTYPE d SYSTEM \"http://127.0.0.1:9/x.dtd\">",
            "<!DOCTYPE d>",
            "")) {
      byte[] content = zip(Map.of("word/document.xml", (dtd + body).getBytes(UTF_8)));
      failure(ErrorCode.DOCUMENT_UNREADABLE, content, MediaTypes.DOCX);
    }
    byte[] bare = zip(Map.of("word/document.xml", "<!DOCTYPE d><d/>".getBytes(UTF_8)));
    failure(ErrorCode.DOCUMENT_UNREADABLE, bare, MediaTypes.DOCX);
  }
}
