package dev.ferrule.model.json;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Doubles as Python's {@code repr} prints them. */
public final class PythonFloat {
  /** Numbers of so many digits before the point, at most, are written without an exponent. */
  private static final int MAX_POINT = 16;

  private static final int MIN_POINT = -4;

  private PythonFloat() {}

  /**
   * The shortest decimal that reads back as the same double, and of those the nearest: {@code 1.0},
   * {@code 1e-07}, {@code 1e+16}, {@code inf}, {@code nan}.
   */
  public static String repr(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      long whole = (long) value;
      return (whole == 0 && 1 / value < 0 ? "-0" : Long.toString(whole)) + ".0";
    }
    return lengthy(value);
  }

  /*
   * The JDK has the shortest digits since 19 (Giulietti, "The Schubfach way to render doubles"),
   * but prints two where one is enough if two are nearer; and it puts the point elsewhere.
   */
  private static String lengthy(double value) {
    String java = Double.toString(Math.abs(value));
    int e = java.indexOf('E');
    String mantissa = e < 0 ? java : java.substring(0, e);
    int exponent = e < 0 ? 0 : Integer.parseInt(java.substring(e + 1));
    int dot = mantissa.indexOf('.');
    String digits = mantissa.substring(0, dot) + mantissa.substring(dot + 1);
    int point = dot + exponent; // the value is 0.digits times ten to this
    int zeros = 0;
    while (digits.charAt(zeros) == '0') {
      zeros++;
    }
    int end = digits.length();
    while (end > zeros + 1 && digits.charAt(end - 1) == '0') {
      end--;
    }
    digits = digits.substring(zeros, end);
    point -= zeros;
    if (digits.length() == 2) {
      int tens = digits.charAt(0) - '0';
      String one = oneDigit(Math.abs(value), tens, point);
      if (one != null) {
        point += one.length() - 1;
        digits = one.substring(0, 1);
      }
    }
    return (value < 0 ? "-" : "") + placed(digits, point);
  }

  /** The one digit, or 10, that is as good as two and nearest; null if none is. */
  private static @Nullable String oneDigit(double value, int tens, int point) {
    String best = null;
    BigDecimal nearest = null;
    for (int digit = tens; digit <= tens + 1; digit++) {
      var decimal = BigDecimal.valueOf(digit).scaleByPowerOfTen(point - 1);
      if (decimal.doubleValue() == value) {
        BigDecimal distance = new BigDecimal(value).subtract(decimal).abs();
        if (nearest == null || distance.compareTo(nearest) < 0) {
          nearest = distance;
          best = Integer.toString(digit);
        }
      }
    }
    return best;
  }

  private static String placed(String digits, int point) {
    int length = digits.length();
    if (point <= MIN_POINT || point > MAX_POINT) {
      int exponent = point - 1;
      return digits.charAt(0)
          + (length > 1 ? "." + digits.substring(1) : "")
          + (exponent < 0 ? "e-" : "e+")
          + (Math.abs(exponent) < 10 ? "0" : "")
          + Math.abs(exponent);
    }
    if (point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    return point >= length
        ? digits + "0".repeat(point - length) + ".0"
        : digits.substring(0, point) + "." + digits.substring(point);
  }
}
