package dev.ferrule.text.extract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ferrule.text.StructuredText;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Text of a Word file (Office Open XML), read part by part with StAX. Immutable.
 *
 * <p>Source: ECMA-376 part 1, WordprocessingML.
 */
final class Docx {
  private final ExtractionLimits limits;

  Docx(ExtractionLimits limits) {
    this.limits = limits;
  }

  StructuredText extract(byte[] content) {
    if (content.length < 4 || content[0] != 'P' || content[1] != 'K') {
      boolean compound = content.length > 1 && (content[0] & 0xff) == 0xD0;
      throw Failures.unreadable(
          compound
              ? "expected a DOCX file, found an encrypted or old binary Word file"
              : "expected a DOCX file, found no ZIP file");
    }
    var zip = new ZipParts(content, limits);
    byte[] document = zip.find("word/document.xml");
    if (document == null) {
      throw Failures.unreadable("expected a DOCX file, found no part=word/document.xml");
    }
    try {
      var styles = DocxStyles.read(zip.find("word/styles.xml"), limits);
      var numbering = DocxNumbering.read(zip.find("word/numbering.xml"), limits);
      var body = new DocxBody(styles, numbering, isPaged(document), limits);
      body.read(document);
      body.readNotes(zip.find("word/footnotes.xml"), "footnote");
      body.readNotes(zip.find("word/endnotes.xml"), "endnote");
      return body.build(title(zip.find("docProps/core.xml")));
    } catch (XMLStreamException damaged) {
      throw Failures.unreadable("expected sound XML in the DOCX file", damaged);
    }
  }

  private static boolean isPaged(byte[] document) {
    String markup = new String(document, ISO_8859_1);
    return markup.contains("lastRenderedPageBreak") || markup.contains(":type=\"page\"");
  }

  private String title(byte @Nullable [] properties) throws XMLStreamException {
    if (properties == null) {
      return "";
    }
    var xml = new XmlPart(properties, limits);
    var title = new StringBuilder();
    boolean inTitle = false;
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        inTitle = xml.name().equals("title");
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        inTitle = false;
      } else if (inTitle && event == XMLStreamConstants.CHARACTERS) {
        title.append(xml.text());
      }
    }
    return Whitespace.collapse(title);
  }
}
