package dev.ferrule.rules.matching;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Text in the form of a URL's query. Stateless. */
final class PercentCode {
  private PercentCode() {}

  /** Decodes; a {@code %} without two hexadecimal digits stands for itself. */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text.replace('+', ' ');
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
      if (low >= 0) {
        decoded.write(high * 16 + low);
        i += 2;
      } else {
        decoded.write(bytes[i] == '+' ? ' ' : bytes[i]);
      }
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }
}
