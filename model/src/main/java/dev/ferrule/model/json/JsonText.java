package dev.ferrule.model.json;

import java.nio.charset.StandardCharsets;

/** Strings whose grammar has been checked. */
final class JsonText {
  private JsonText() {}

  /** The text between the quotes, its escapes undone; half a surrogate pair stays as it is. */
  static String decode(byte[] bytes, int from, int to) {
    var text = new StringBuilder(to - from);
    int p = from;
    while (p < to) {
      int plain = p;
      while (p < to && bytes[p] != '\\') {
        p++;
      }
      text.append(new String(bytes, plain, p - plain, StandardCharsets.UTF_8));
      if (p < to) {
        byte c = bytes[p + 1];
        text.append(c == 'u' ? unit(bytes, p + 2) : simple(c));
        p += c == 'u' ? 6 : 2;
      }
    }
    return text.toString();
  }

  private static char unit(byte[] bytes, int p) {
    int unit = 0;
    for (int i = p; i < p + 4; i++) {
      unit = (unit << 4) | Character.digit(bytes[i], 16);
    }
    return (char) unit;
  }

  private static char simple(byte c) {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> (char) c;
    };
  }
}
