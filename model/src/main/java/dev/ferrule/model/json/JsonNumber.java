package dev.ferrule.model.json;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** The values of numbers whose grammar has been checked. */
final class JsonNumber {
  /** Any integer of so many digits fits a long. */
  private static final int LONG_DIGITS = 18;

  /** Below this a long is a double, exactly. */
  private static final long EXACT = 1L << 53;

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private JsonNumber() {}

  /** {@link Projected#INT}, {@link Projected#BIG_INT} or {@link Projected#FLOAT}. */
  static int kind(byte[] bytes, int start, int end) {
    int first = bytes[start] == '-' ? start + 1 : start;
    for (int i = first; i < end; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return Projected.FLOAT;
      }
    }
    if (end - first <= LONG_DIGITS) {
      return Projected.INT;
    }
    return bigInteger(bytes, start, end).bitLength() < Long.SIZE
        ? Projected.INT
        : Projected.BIG_INT;
  }

  /** The value of an integer that fits. */
  static long integer(byte[] bytes, int start, int end) {
    boolean negative = bytes[start] == '-';
    long value = 0;
    for (int i = negative ? start + 1 : start; i < end; i++) {
      value = value * 10 - (bytes[i] - '0'); // downwards, as the least long has no opposite
    }
    return negative ? value : -value;
  }

  static BigInteger bigInteger(byte[] bytes, int start, int end) {
    return new BigInteger(text(bytes, start, end));
  }

  /*
   * A decimal of up to 15 digits or so, times or over a power of ten up to 22, is one correctly
   * rounded operation on two exact doubles: Clinger, "How to Read Floating Point Numbers
   * Accurately" (PLDI 1990). Others go to the JDK.
   */
  static double floating(byte[] bytes, int start, int end) {
    boolean negative = bytes[start] == '-';
    int p = negative ? start + 1 : start;
    if (bytes[p] > '9') {
      return bytes[p] == 'N'
          ? Double.NaN
          : negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    long digits = 0;
    int exponent = 0;
    boolean fraction = false;
    for (; p < end && digits < EXACT; p++) {
      byte c = bytes[p];
      if (c == '.') {
        fraction = true;
      } else if (c >= '0' && c <= '9') {
        digits = digits * 10 + (c - '0');
        exponent -= fraction ? 1 : 0;
      } else {
        break;
      }
    }
    if (p < end && (bytes[p] | 0x20) == 'e' && end - p <= 6) {
      exponent += Integer.parseInt(text(bytes, p + 1, end));
      p = end;
    }
    if (p < end || digits > EXACT || Math.abs(exponent) >= POWERS.length) {
      return Double.parseDouble(text(bytes, start, end));
    }
    double value = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
    return negative ? -value : value;
  }

  private static String text(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }
}
