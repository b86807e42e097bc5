package dev.ferrule.text.extract;

import dev.ferrule.text.Block.Kind;
import dev.ferrule.text.StructuredText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Walks the body of a DOCX. Paragraphs nest (text boxes stand inside a paragraph), so open ones are
 * a stack; nested tables flow into the cell that holds them. Confined to one thread.
 */
final class DocxBody {
  /** Elements left out with all below them: deleted text, field codes, copies for old readers. */
  private static final Set<String> SKIPPED =
      Set.of(
          "del",
          "moveFrom",
          "delText",
          "instrText",
          "delInstrText",
          "Fallback",
          "sdtPr",
          "sectPr",
          "pPrChange",
          "rPrChange",
          "tblPr",
          "tblGrid",
          "trPr",
          "tcPr",
          "rPr",
          "rt");

  private static final class Paragraph {
    final StringBuilder text = new StringBuilder();
    final int page;
    @Nullable String style;
    int numberId = -1;
    int numberLevel = -1;
    int outlineLevel = -1;

    Paragraph(int page) {
      this.page = page;
    }
  }

  private final DocxStyles styles;
  private final DocxNumbering numbering;
  private final ExtractionLimits limits;
  private final StructureBuilder out;
  private final Deque<Paragraph> open = new ArrayDeque<>();
  private final Deque<Integer> mathStarts = new ArrayDeque<>();
  private final Map<String, Integer> notes = new HashMap<>();

  private int tableDepth;
  private int tableGroup;
  private int tablePage;
  private final List<String> cells = new ArrayList<>();
  private final StringBuilder cell = new StringBuilder();

  private int listNumberId = -1;
  private int listGroup = -1;
  private int page;
  private final boolean paged;
  private boolean breakPending;
  private String styledTitle = "";
  private String noteMark = "";

  /**
   * @param paged whether the document marks where its pages end
   */
  DocxBody(DocxStyles styles, DocxNumbering numbering, boolean paged, ExtractionLimits limits) {
    this.styles = styles;
    this.numbering = numbering;
    this.limits = limits;
    this.paged = paged;
    this.page = paged ? 1 : 0;
    this.out = new StructureBuilder(limits);
  }

  /** Reads {@code word/document.xml}. */
  void read(byte[] part) throws XMLStreamException {
    var xml = new XmlPart(part, limits);
    while (xml.hasNext()) {
      event(xml, xml.next());
    }
  }

  /** Reads footnotes or endnotes: those that the body refers to, each behind its mark. */
  void readNotes(byte @Nullable [] part, String element) throws XMLStreamException {
    if (part == null) {
      return;
    }
    var xml = new XmlPart(part, limits);
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT && xml.name().equals(element)) {
        Integer mark = notes.get(element + xml.find("id"));
        if (mark == null) {
          xml.skip();
        } else {
          noteMark = "[" + mark + "] ";
        }
      } else {
        event(xml, event);
      }
    }
  }

  StructuredText build(String propertiesTitle) {
    while (!open.isEmpty()) {
      endParagraph();
    }
    String title = propertiesTitle.isEmpty() ? styledTitle : propertiesTitle;
    return out.build(title, page);
  }

  private void event(XmlPart xml, int event) throws XMLStreamException {
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> start(xml, xml.name());
      case XMLStreamConstants.END_ELEMENT -> end(xml.name());
      default -> {}
    }
  }

  private void start(XmlPart xml, String name) throws XMLStreamException {
    if (SKIPPED.contains(name)) {
      xml.skip();
      return;
    }
    switch (name) {
      case "p" -> open.addLast(new Paragraph(page));
      case "tbl" -> startTable();
      case "t" -> readText(xml);
      case "tab", "ptab" -> append("\t");
      case "br" -> lineBreak(xml);
      case "cr" -> append("\n");
      case "noBreakHyphen" -> append("-");
      case "lastRenderedPageBreak" -> renderedBreak();
      case "footnoteReference" -> reference("footnote" + xml.find("id"));
      case "endnoteReference" -> reference("endnote" + xml.find("id"));
      case "docPr" -> appendAltText(xml.find("descr"));
      case "pStyle", "numId", "ilvl", "outlineLvl" -> property(xml, name);
      case "oMath", "num", "den", "sup", "sub", "rad" -> startMath(name);
      default -> {}
    }
  }

  private void end(String name) {
    switch (name) {
      case "p" -> endParagraph();
      case "tc" -> {
        if (tableDepth == 1) {
          cells.add(cell.toString());
          cell.setLength(0);
        }
      }
      case "tr" -> {
        if (tableDepth == 1) {
          out.appendRow(cells, tableGroup, tablePage);
          cells.clear();
          tablePage = page;
        }
      }
      case "tbl" -> tableDepth = Math.max(0, tableDepth - 1);
      case "oMath", "num", "den", "sup", "sub" -> endMath(name);
      default -> {}
    }
  }

  private void property(XmlPart xml, String name) {
    Paragraph paragraph = open.peekLast();
    if (paragraph == null) {
      return;
    }
    switch (name) {
      case "pStyle" -> paragraph.style = xml.find("val");
      case "numId" -> paragraph.numberId = xml.intOr("val", -1);
      case "ilvl" -> paragraph.numberLevel = xml.intOr("val", -1);
      default -> paragraph.outlineLevel = xml.intOr("val", -1);
    }
  }

  private void startTable() {
    if (tableDepth == 0) {
      tableGroup = out.newGroup();
      tablePage = page;
      listNumberId = -1;
    }
    tableDepth++;
  }

  private void readText(XmlPart xml) throws XMLStreamException {
    for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
      boolean characters =
          event == XMLStreamConstants.CHARACTERS
              || event == XMLStreamConstants.CDATA
              || event == XMLStreamConstants.SPACE;
      if (characters) {
        append(xml.text());
      }
    }
  }

  private void append(String text) {
    Paragraph paragraph = open.peekLast();
    if (paragraph == null) {
      return;
    }
    if (!text.isBlank()) {
      breakPending = false;
    }
    long length = (long) paragraph.text.length() + cell.length() + text.length();
    if (length > limits.maxTextChars()) {
      throw Failures.tooLarge("the text of the document", "maxTextChars", limits.maxTextChars());
    }
    paragraph.text.append(text);
  }

  /** Formulas read as typed text: {@code (-b±√b^2)/2a}. */
  private void startMath(String name) {
    append(name.equals("oMath") ? " " : name.equals("rad") ? "\u221a" : "");
    if (!name.equals("rad")) {
      Paragraph paragraph = open.peekLast();
      mathStarts.addLast(paragraph == null ? 0 : paragraph.text.length());
    }
  }

  private void endMath(String name) {
    Integer start = mathStarts.pollLast();
    Paragraph paragraph = open.peekLast();
    if (start == null || paragraph == null || start > paragraph.text.length()) {
      return;
    }
    boolean wraps = !name.equals("oMath") && paragraph.text.length() - start > 1;
    if (wraps) {
      paragraph.text.insert(start, "(").append(')');
    }
    switch (name) {
      case "sup" -> paragraph.text.insert(start, "^");
      case "sub" -> paragraph.text.insert(start, "_");
      case "num" -> append("/");
      default -> append(name.equals("oMath") ? " " : "");
    }
  }

  private void appendAltText(@Nullable String description) {
    if (description != null && !description.isBlank()) {
      append(" " + description.strip() + " ");
    }
  }

  private void lineBreak(XmlPart xml) {
    if ("page".equals(xml.find("type"))) {
      nextPage();
      breakPending = true;
    } else {
      append("\n");
    }
  }

  /** Word marks an explicit break a second time where the next page was last laid out. */
  private void renderedBreak() {
    if (!breakPending) {
      nextPage();
    }
    breakPending = false;
  }

  private void nextPage() {
    page += paged ? 1 : 0;
  }

  private void reference(String note) {
    int mark = notes.computeIfAbsent(note, _ -> notes.size() + 1);
    append("[" + mark + "]");
  }

  private void endParagraph() {
    Paragraph paragraph = open.pollLast();
    if (paragraph == null) {
      return;
    }
    String content = flatten(paragraph.text);
    if (tableDepth > 0) {
      cell.append(cell.isEmpty() || content.isEmpty() ? "" : " ")
          .append(marker(paragraph, content));
      cell.append(content);
      return;
    }
    if (content.isEmpty()) {
      return;
    }
    content = noteMark + content;
    noteMark = "";
    emit(paragraph, content);
  }

  private void emit(Paragraph paragraph, String content) {
    int startPage = paragraph.page;
    boolean title = styles.isTitle(paragraph.style);
    int heading = title ? 1 : headingLevel(paragraph);
    if (title && styledTitle.isEmpty()) {
      styledTitle = content;
    }
    String marker = marker(paragraph, content);
    if (heading > 0) {
      listNumberId = -1;
      String numbered = marker.equals("- ") ? content : marker + content;
      out.append(Kind.HEADING, heading, numbered, startPage);
    } else if (isNumbered(paragraph)) {
      int numberId = numberId(paragraph);
      if (numberId != listNumberId) {
        listNumberId = numberId;
        listGroup = out.newGroup();
      }
      out.appendItem(
          Math.clamp(numberLevel(paragraph) + 1, 1, 9), listGroup, marker, content, startPage);
    } else {
      listNumberId = -1;
      out.append(Kind.PARAGRAPH, 0, content, startPage);
    }
  }

  private String marker(Paragraph paragraph, String content) {
    boolean shown = isNumbered(paragraph) && !content.isEmpty();
    return shown ? numbering.next(numberId(paragraph), numberLevel(paragraph)) : "";
  }

  private int headingLevel(Paragraph paragraph) {
    if (paragraph.outlineLevel >= 0 && paragraph.outlineLevel < 9) {
      return Math.min(6, paragraph.outlineLevel + 1);
    }
    return styles.headingLevel(paragraph.style);
  }

  /** Number 0 switches the numbering of the style off. */
  private boolean isNumbered(Paragraph paragraph) {
    return numberId(paragraph) > 0;
  }

  private int numberId(Paragraph paragraph) {
    return paragraph.numberId >= 0 ? paragraph.numberId : styles.numberId(paragraph.style);
  }

  private int numberLevel(Paragraph paragraph) {
    return paragraph.numberLevel >= 0 ? paragraph.numberLevel : styles.numberLevel(paragraph.style);
  }

  /** Collapses white space within lines; line breaks stay. */
  private static String flatten(StringBuilder text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        out.append(c);
      } else {
        Whitespace.appendCollapsed(out, c);
      }
    }
    return out.toString().strip();
  }
}
