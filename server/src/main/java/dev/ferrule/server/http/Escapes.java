package dev.ferrule.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Percent-encoding of UTF-8 (RFC 3986, section 2.1), read strictly: what is no UTF-8 is refused
 * rather than replaced, so that two paths never name the same thing. Stateless.
 */
final class Escapes {
  private Escapes() {}

  /** The text of a part of a path or a query; {@code request.malformed} when it is broken. */
  static String decode(String part) {
    var bytes = new byte[part.length()];
    int length = 0;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '%') {
        bytes[length++] = (byte) octet(part, i + 1);
        i += 2;
      } else if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else {
        throw Fields.malformed("expected a percent-encoded path and query, found other bytes");
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw Fields.malformed("expected UTF-8 behind percent signs, found other bytes");
    }
  }

  private static int octet(String part, int at) {
    int high = at + 1 < part.length() ? Character.digit(part.charAt(at), 16) : -1;
    int low = high < 0 ? -1 : Character.digit(part.charAt(at + 1), 16);
    if (low < 0) {
      throw Fields.malformed("expected a percent-encoded path and query, found a broken escape");
    }
    return (high << 4) | low;
  }
}
