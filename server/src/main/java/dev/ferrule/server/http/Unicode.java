package dev.ferrule.server.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Whether JSON is text: UTF-8 (RFC 8259, section 8.1) without halves of surrogate pairs, which
 * escapes can carry and UTF-8 cannot. The parser would let both through. Stateless.
 */
final class Unicode {
  private static final int CHARS = 8_192;

  private Unicode() {}

  /** Fails with {@code request.malformed} and the place when it is none. */
  static void require(byte[] json) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(json);
    CharBuffer out = CharBuffer.allocate(Math.min(CHARS, json.length + 1));
    while (true) {
      var result = decoder.decode(in, out.clear(), true);
      if (result.isError()) {
        throw Fields.malformed("expected UTF-8, found other bytes at byte " + in.position());
      }
      if (result.isUnderflow()) {
        break;
      }
    }
    int halfAt = halfAt(json);
    if (halfAt >= 0) {
      throw Fields.malformed("expected whole surrogate pairs, found half of one at byte " + halfAt);
    }
  }

  /** Where an escaped half stands that has no other, or -1. */
  private static int halfAt(byte[] json) {
    for (int i = 0; i + 1 < json.length; i++) {
      if (json[i] == '\\') {
        int unit = unit(json, i);
        if (unit >= 0 && Character.isSurrogate((char) unit)) {
          int next = unit(json, i + 6);
          if (!Character.isHighSurrogate((char) unit)
              || next < 0
              || !Character.isLowSurrogate((char) next)) {
            return i;
          }
          i += 6;
        }
        i += unit < 0 ? 1 : 5;
      }
    }
    return -1;
  }

  /** The UTF-16 unit of an escape, or -1 when there is none here. */
  private static int unit(byte[] json, int at) {
    if (at + 6 > json.length || json[at] != '\\' || json[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = Character.digit(json[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = (unit << 4) | digit;
    }
    return unit;
  }
}
