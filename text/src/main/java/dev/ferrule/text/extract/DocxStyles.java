package dev.ferrule.text.extract;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * What the styles of a DOCX say about structure: heading levels, the title, and lists. Confined to
 * one thread.
 *
 * <p>Source: ECMA-376 part 1, section 17.7 (styles) and 17.3.1.20 (outlineLvl).
 */
final class DocxStyles {
  private static final int MAX_ANCESTORS = 16;
  private static final int NONE = -1;

  private static final class Style {
    String name = "";
    @Nullable String parent;
    int outlineLevel = NONE;
    int numberId = NONE;
    int numberLevel = NONE;
  }

  private final Map<String, Style> styles = new HashMap<>();

  static DocxStyles read(byte @Nullable [] part, ExtractionLimits limits)
      throws XMLStreamException {
    var styles = new DocxStyles();
    if (part == null) {
      return styles;
    }
    var xml = new XmlPart(part, limits);
    var style = new Style();
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      String value = xml.find("val");
      switch (xml.name()) {
        case "style" -> {
          style = new Style();
          String id = xml.find("styleId");
          if (id != null) {
            styles.styles.put(id, style);
          }
        }
        case "name" -> style.name = value == null ? "" : value.toLowerCase(Locale.ROOT);
        case "basedOn" -> style.parent = value;
        case "outlineLvl" -> style.outlineLevel = xml.intOr("val", NONE);
        case "numId" -> style.numberId = xml.intOr("val", NONE);
        case "ilvl" -> style.numberLevel = xml.intOr("val", NONE);
        default -> {}
      }
    }
    return styles;
  }

  /** The heading level of a style, from 1; 0 when it is none. */
  int headingLevel(@Nullable String styleId) {
    String id = styleId;
    for (int i = 0; id != null && i < MAX_ANCESTORS; i++) {
      Style style = styles.get(id);
      String name = style == null ? id.toLowerCase(Locale.ROOT) : style.name;
      int named = levelInName(name);
      if (named > 0) {
        return named;
      }
      if (style == null) {
        return 0;
      }
      if (style.outlineLevel >= 0 && style.outlineLevel < 9) {
        return Math.min(6, style.outlineLevel + 1);
      }
      id = style.parent;
    }
    return 0;
  }

  /** Whether the style is the document's title. */
  boolean isTitle(@Nullable String styleId) {
    if (styleId == null) {
      return false;
    }
    Style style = styles.get(styleId);
    return (style == null ? styleId.toLowerCase(Locale.ROOT) : style.name).equals("title");
  }

  /** The numbering that a style brings, or -1. */
  int numberId(@Nullable String styleId) {
    Style style = findNumbered(styleId);
    return style == null ? NONE : style.numberId;
  }

  /** The numbering level that a style brings, from 0. */
  int numberLevel(@Nullable String styleId) {
    Style style = findNumbered(styleId);
    return style == null ? 0 : Math.max(0, style.numberLevel);
  }

  private @Nullable Style findNumbered(@Nullable String styleId) {
    String id = styleId;
    for (int i = 0; id != null && i < MAX_ANCESTORS; i++) {
      Style style = styles.get(id);
      if (style == null || style.numberId >= 0) {
        return style;
      }
      id = style.parent;
    }
    return null;
  }

  /** 2 for "heading 2" and "heading2"; the style ids of other languages keep the English name. */
  private static int levelInName(String name) {
    if (!name.startsWith("heading")) {
      return 0;
    }
    String rest = name.substring("heading".length()).strip();
    boolean digit = rest.length() == 1 && rest.charAt(0) >= '1' && rest.charAt(0) <= '9';
    return digit ? Math.min(6, rest.charAt(0) - '0') : 0;
  }
}
