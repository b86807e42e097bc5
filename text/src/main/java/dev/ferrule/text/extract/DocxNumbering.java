package dev.ferrule.text.extract;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * The markers of numbered paragraphs, counted as the document is read. Confined to one thread.
 *
 * <p>Source: ECMA-376 part 1, section 17.9 (numbering).
 */
final class DocxNumbering {
  private static final int LEVELS = 9;
  private static final int NONE = -1;

  private static final class Level {
    int start = 1;
    String format = "bullet";
    String text = "";
  }

  private static final class Scheme {
    final Level[] levels = new Level[LEVELS];
    final int[] counts = new int[LEVELS];

    Scheme() {
      for (int i = 0; i < LEVELS; i++) {
        levels[i] = new Level();
      }
      Arrays.fill(counts, NONE);
    }
  }

  private final Map<String, Scheme> schemes = new HashMap<>();
  private final Map<Integer, Scheme> byNumberId = new HashMap<>();

  /** By list: the level and number at which its first paragraph restarts the counting. */
  private final Map<Integer, Map<Integer, Integer>> restarts = new HashMap<>();

  static DocxNumbering read(byte @Nullable [] part, ExtractionLimits limits)
      throws XMLStreamException {
    var numbering = new DocxNumbering();
    if (part == null) {
      return numbering;
    }
    var xml = new XmlPart(part, limits);
    var scheme = new Scheme();
    var level = new Level();
    int numberId = NONE;
    int overridden = 0;
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      String value = xml.find("val");
      switch (xml.name()) {
        case "abstractNum" -> {
          scheme = new Scheme();
          String id = xml.find("abstractNumId");
          numbering.schemes.put(id == null ? "" : id, scheme);
        }
        case "lvl" -> level = scheme.levels[Math.clamp(xml.intOr("ilvl", 0), 0, LEVELS - 1)];
        case "start" -> level.start = xml.intOr("val", 1);
        case "numFmt" -> level.format = value == null ? "decimal" : value;
        case "lvlText" -> level.text = value == null ? "" : value;
        case "num" -> {
          numberId = xml.intOr("numId", NONE);
          scheme = new Scheme(); // levels below belong to this list's overrides, which we ignore
        }
        case "abstractNumId" -> {
          Scheme named = numbering.schemes.get(value == null ? "" : value);
          if (named != null) {
            numbering.byNumberId.put(numberId, named);
          }
        }
        case "lvlOverride" -> overridden = xml.intOr("ilvl", 0);
        case "startOverride" ->
            numbering
                .restarts
                .computeIfAbsent(numberId, _ -> new HashMap<>())
                .put(overridden, xml.intOr("val", 1));
        default -> {}
      }
    }
    return numbering;
  }

  /**
   * The marker of the next paragraph of a list, with the space that follows it: {@code "- "},
   * {@code "2.1 "}; empty when its level shows nothing.
   */
  String next(int numberId, int levelIndex) {
    Scheme scheme = byNumberId.get(numberId);
    if (scheme == null) {
      return "- ";
    }
    int at = Math.clamp(levelIndex, 0, LEVELS - 1);
    Level level = scheme.levels[at];
    scheme.counts[at] = scheme.counts[at] == NONE ? level.start : scheme.counts[at] + 1;
    Map<Integer, Integer> restart = restarts.get(numberId);
    Integer first = restart == null ? null : restart.remove(at);
    if (first != null) {
      scheme.counts[at] = first;
    }
    Arrays.fill(scheme.counts, at + 1, LEVELS, NONE);
    if (level.format.equals("bullet")) {
      return "- ";
    }
    if (level.format.equals("none") || level.text.isBlank()) {
      return "";
    }
    return marker(scheme, level.text) + " ";
  }

  private static String marker(Scheme scheme, String pattern) {
    var out = new StringBuilder();
    for (int i = 0; i < pattern.length() && i < 64; i++) {
      char c = pattern.charAt(i);
      int digit = i + 1 < pattern.length() ? pattern.charAt(i + 1) - '1' : -1;
      if (c == '%' && digit >= 0 && digit < LEVELS) {
        Level level = scheme.levels[digit];
        int count = scheme.counts[digit] == NONE ? level.start : scheme.counts[digit];
        out.append(format(count, level.format));
        i++;
      } else {
        out.append(c);
      }
    }
    return out.toString().strip();
  }

  private static String format(int count, String format) {
    return switch (format) {
      case "lowerLetter" -> letters(count, 'a');
      case "upperLetter" -> letters(count, 'A');
      case "lowerRoman" -> roman(count).toLowerCase(Locale.ROOT);
      case "upperRoman" -> roman(count);
      default -> Integer.toString(count);
    };
  }

  /** a, b, ... z, aa, bb, ... as Word counts. */
  private static String letters(int count, char first) {
    if (count < 1 || count > 780) {
      return Integer.toString(count);
    }
    String letter = String.valueOf((char) (first + (count - 1) % 26));
    return letter.repeat((count - 1) / 26 + 1);
  }

  private static String roman(int count) {
    if (count < 1 || count > 3_999) {
      return Integer.toString(count);
    }
    String[] symbols = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};
    int[] values = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    var out = new StringBuilder();
    int rest = count;
    for (int i = 0; i < values.length; i++) {
      while (rest >= values[i]) {
        out.append(symbols[i]);
        rest -= values[i];
      }
    }
    return out.toString();
  }
}
