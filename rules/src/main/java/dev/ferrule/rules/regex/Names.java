package dev.ferrule.rules.regex;

/** Names of groups and characters, as Python reads and shows them. */
final class Names {
  private Names() {}

  static boolean isIdentifier(String name) {
    int[] points = name.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      int point = points[i];
      boolean fits =
          i == 0
              ? point == '_' || Character.isUnicodeIdentifierStart(point)
              : Character.isUnicodeIdentifierPart(point) && !Character.isIdentifierIgnorable(point);
      if (!fits) {
        return false;
      }
    }
    return points.length > 0;
  }

  /** The text in quotes, escaped where it would not print. */
  static String quoted(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    var shown = new StringBuilder().append(quote);
    text.codePoints().forEach(point -> append(shown, point, quote));
    return shown.append(quote).toString();
  }

  private static void append(StringBuilder shown, int point, char quote) {
    switch (point) {
      case '\\' -> shown.append("\\\\");
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        if (point == quote) {
          shown.append('\\').append(quote);
        } else if (isPrintable(point)) {
          shown.appendCodePoint(point);
        } else {
          shown.append(
              (point < 0x100 ? "\\x%02x" : point < 0x10000 ? "\\u%04x" : "\\U%08x")
                  .formatted(point));
        }
      }
    }
  }

  private static boolean isPrintable(int point) {
    return point == ' '
        || switch (Character.getType(point)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SPACE_SEPARATOR ->
              false;
          default -> true;
        };
  }

  /** The character of a Unicode name, or -1; control characters have none. */
  static int character(String name) {
    try {
      int point = Character.codePointOf(name);
      String known = Character.getName(point);
      boolean own = known != null && known.equalsIgnoreCase(name);
      return own && Character.getType(point) != Character.CONTROL ? point : -1;
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  /**
   * A group number as Python's {@code int} reads it, with blanks, a sign and underscores between
   * digits, or -1 for none; at most {@link Integer#MAX_VALUE}.
   */
  static int groupNumber(String text) {
    String digits = strip(text);
    boolean negative = digits.startsWith("-");
    if (negative || digits.startsWith("+")) {
      digits = digits.substring(1);
    }
    long number = 0;
    boolean digitBefore = false;
    int[] points = digits.codePoints().toArray();
    for (int point : points) {
      if (point == '_' && digitBefore) {
        digitBefore = false;
      } else if (Character.getType(point) == Character.DECIMAL_DIGIT_NUMBER) {
        number = Math.min(number * 10 + Character.digit(point, 10), Integer.MAX_VALUE);
        digitBefore = true;
      } else {
        return -1;
      }
    }
    return !digitBefore || (negative && number > 0) ? -1 : (int) number;
  }

  private static String strip(String text) {
    int[] points = text.codePoints().toArray();
    int from = 0;
    int to = points.length;
    while (from < to && Unicode.SPACE.contains(points[from])) {
      from++;
    }
    while (to > from && Unicode.SPACE.contains(points[to - 1])) {
      to--;
    }
    return new String(points, from, to - from);
  }
}
