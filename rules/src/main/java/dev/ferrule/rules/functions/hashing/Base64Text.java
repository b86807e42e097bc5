package dev.ferrule.rules.functions.hashing;

import dev.ferrule.rules.values.Failure;
import java.util.Arrays;

/**
 * Base64 as Python's {@code b64decode} reads it when it does not validate: other characters are
 * passed over, and what follows the padding is not read. Stateless.
 */
final class Base64Text {
  private static final byte[] DIGITS = new byte[128];

  static {
    Arrays.fill(DIGITS, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      DIGITS[alphabet.charAt(i)] = (byte) i;
    }
  }

  private Base64Text() {}

  /** The text that the bytes stand for in UTF-8, or the failure that Python raises. */
  static Object decode(String text) {
    byte[] out = new byte[text.length() / 4 * 3 + 3];
    int length = 0;
    int digits = 0;
    int pads = 0;
    int bits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '=') {
        if (digits >= 2 && digits + ++pads >= 4) {
          return Utf8.decode(out, length);
        }
        continue;
      }
      int digit = c < 128 ? DIGITS[c] : -1;
      if (digit < 0) {
        continue;
      }
      pads = 0;
      bits = (bits << 6) | digit;
      digits = (digits + 1) & 3;
      if (digits != 1) {
        out[length++] = (byte) (bits >> (2 * ((4 - digits) & 3)));
      }
    }
    if (digits == 0) {
      return Utf8.decode(out, length);
    }
    return Failure.unexpected(
        "Error",
        digits == 1
            ? ("Invalid base64-encoded string: number of data characters (%d) cannot be 1 more"
                    + " than a multiple of 4")
                .formatted(length / 3 * 4 + 1)
            : "Incorrect padding");
  }
}
