package dev.ferrule.rules.functions.hashing;

import dev.ferrule.rules.values.Failure;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** UTF-8 with the errors of Python's strict codec. Stateless. */
final class Utf8 {
  private Utf8() {}

  /** The bytes of a text, or null where {@link #failure} says what is wrong. */
  static byte @Nullable [] encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
          return null;
        }
        i++;
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Why a text has no bytes: where its lone surrogates are, in code points. */
  static Failure failure(String text) {
    int position = 0;
    int i = 0;
    while (!isLone(text.codePointAt(i))) {
      i += Character.charCount(text.codePointAt(i));
      position++;
    }
    int last = position;
    while (i + 1 + (last - position) < text.length()
        && isLone(text.codePointAt(i + 1 + (last - position)))) {
      last++;
    }
    return Failure.unexpected(
        "UnicodeEncodeError",
        last == position
            ? "'utf-8' codec can't encode character '\\u%04x' in position %d: surrogates not allowed"
                .formatted((int) text.charAt(i), position)
            : "'utf-8' codec can't encode characters in position %d-%d: surrogates not allowed"
                .formatted(position, last));
  }

  private static boolean isLone(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  /** The text of the first bytes of an array, or the failure that Python raises. */
  static Object decode(byte[] bytes, int length) {
    int i = 0;
    while (i < length) {
      int first = bytes[i] & 0xff;
      if (first < 0x80) {
        i++;
        continue;
      }
      int more = first >= 0xc2 && first <= 0xdf ? 1 : first >> 4 == 0xe ? 2 : 3;
      if (first < 0xc2 || first > 0xf4) {
        return invalid(bytes, i, 1, "invalid start byte");
      }
      for (int k = 1; k <= more; k++) {
        if (i + k == length) {
          return invalid(bytes, i, k, "unexpected end of data");
        }
        int next = bytes[i + k] & 0xff;
        boolean wrong = k == 1 ? !isSecond(first, next) : next >> 6 != 2;
        if (wrong) {
          return invalid(bytes, i, k, "invalid continuation byte");
        }
      }
      i += more + 1;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private static boolean isSecond(int first, int second) {
    return switch (first) {
      case 0xe0 -> second >= 0xa0 && second <= 0xbf;
      case 0xed -> second >= 0x80 && second <= 0x9f;
      case 0xf0 -> second >= 0x90 && second <= 0xbf;
      case 0xf4 -> second >= 0x80 && second <= 0x8f;
      default -> second >> 6 == 2;
    };
  }

  private static Failure invalid(byte[] bytes, int at, int length, String reason) {
    return Failure.unexpected(
        "UnicodeDecodeError",
        length == 1
            ? "'utf-8' codec can't decode byte 0x%02x in position %d: %s"
                .formatted(bytes[at] & 0xff, at, reason)
            : "'utf-8' codec can't decode bytes in position %d-%d: %s"
                .formatted(at, at + length - 1, reason));
  }
}
