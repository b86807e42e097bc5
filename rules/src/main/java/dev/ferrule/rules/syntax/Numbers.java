package dev.ferrule.rules.syntax;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Number literals: where they end, and what they are worth. */
final class Numbers {
  /** CPython 3.11 reads no longer decimal integer. */
  static final int MAX_DIGITS = 4300;

  private static final List<String> FOLLOWING = List.of("and", "else", "for", "or", "not");

  private Numbers() {}

  /** What is wrong with a number, and where. */
  record Complaint(String message, int at) {}

  /** Steps over a number; returns what is wrong with it, or null. */
  static @Nullable Complaint scan(Cursor in) {
    if (in.peek(0) == '0') {
      switch (in.peek(1)) {
        case 'x', 'X' -> {
          return based(in, 16, "hexadecimal");
        }
        case 'o', 'O' -> {
          return based(in, 8, "octal");
        }
        case 'b', 'B' -> {
          return based(in, 2, "binary");
        }
        default -> {}
      }
    }
    int start = in.at;
    if (in.peek(0) != '.' && !digits(in)) {
      return invalid(in, "decimal");
    }
    int wholeEnd = in.at;
    boolean whole = true;
    if (in.peek(0) == '.') {
      whole = false;
      in.at++;
      if (Cursor.isDigit(in.peek(0)) && !digits(in)) {
        return invalid(in, "decimal");
      }
    }
    int e = in.peek(0);
    if (e == 'e' || e == 'E') {
      int sign = in.peek(1) == '+' || in.peek(1) == '-' ? 1 : 0;
      if (Cursor.isDigit(in.peek(1 + sign))) {
        whole = false;
        in.at += 1 + sign;
        if (!digits(in)) {
          return invalid(in, "decimal");
        }
      } else if (sign == 1) {
        in.at += 2;
        return invalid(in, "decimal");
      } else {
        return end(in, "decimal");
      }
    }
    if (in.peek(0) == 'j' || in.peek(0) == 'J') {
      in.at++;
      return end(in, "imaginary");
    }
    if (whole && hasLeadingZero(in.text, start, wholeEnd)) {
      return new Complaint(
          "leading zeros in decimal integer literals are not permitted; "
              + "use an 0o prefix for octal integers",
          start);
    }
    return end(in, "decimal");
  }

  private static boolean hasLeadingZero(String text, int start, int end) {
    if (text.charAt(start) != '0') {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (text.charAt(i) != '0' && text.charAt(i) != '_') {
        return true;
      }
    }
    return false;
  }

  private static Complaint invalid(Cursor in, String kind) {
    // CPython points at the last character it took.
    return new Complaint("invalid " + kind + " literal", in.at - 1);
  }

  /** Steps over digits with single underscores between them; whether all is well. */
  private static boolean digits(Cursor in) {
    while (true) {
      while (Cursor.isDigit(in.peek(0))) {
        in.at++;
      }
      if (in.peek(0) != '_') {
        return true;
      }
      in.at++;
      if (!Cursor.isDigit(in.peek(0))) {
        return false;
      }
    }
  }

  private static @Nullable Complaint based(Cursor in, int base, String kind) {
    in.at += 2;
    do {
      if (in.peek(0) == '_') {
        in.at++;
      }
      int c = in.peek(0);
      if (!isDigit(c, base)) {
        return Cursor.isDigit(c) ? badDigit(in, kind) : invalid(in, kind);
      }
      while (isDigit(in.peek(0), base)) {
        in.at++;
      }
    } while (in.peek(0) == '_');
    return Cursor.isDigit(in.peek(0)) ? badDigit(in, kind) : end(in, kind);
  }

  private static Complaint badDigit(Cursor in, String kind) {
    int c = in.peek(0);
    in.at++;
    return new Complaint("invalid digit '%c' in %s literal".formatted(c, kind), in.at - 1);
  }

  private static boolean isDigit(int c, int base) {
    return c < 128 && c >= 0 && Character.digit(c, base) >= 0;
  }

  /** A number may touch a keyword that can follow it, but no other name. */
  private static @Nullable Complaint end(Cursor in, String kind) {
    int c = in.peek(0);
    if (c < 0 || c >= 128 || !Cursor.continuesName(c)) {
      return null;
    }
    int second = in.peek(1);
    if (c == 'i' && (second == 'f' || second == 'n' || second == 's')) {
      return null;
    }
    for (var keyword : FOLLOWING) {
      int after = in.peek(keyword.length());
      if (in.text.startsWith(keyword, in.at) && (after < 0 || !Cursor.continuesName(after))) {
        return null;
      }
    }
    return invalid(in, kind);
  }

  /** Whether a literal is a decimal integer of too many digits, and how many; 0 when not. */
  static int excessDigits(String literal) {
    if (literal.length() <= MAX_DIGITS) {
      return 0;
    }
    int digits = 0;
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (Cursor.isDigit(c)) {
        digits++;
      } else if (c != '_') {
        return 0;
      }
    }
    return digits > MAX_DIGITS ? digits : 0;
  }

  static boolean isImaginary(String literal) {
    char last = literal.charAt(literal.length() - 1);
    return last == 'j' || last == 'J';
  }

  /** An imaginary number as Python shows it. */
  static String imaginary(String literal) {
    double value = Double.parseDouble(literal.substring(0, literal.length() - 1).replace("_", ""));
    var shown = PythonText.number(value);
    return (shown.endsWith(".0") ? shown.substring(0, shown.length() - 2) : shown) + "j";
  }

  /** A Long, a BigInteger that fits no long, or a Double. */
  static Number value(String literal) {
    var plain = literal.replace("_", "");
    char second = plain.length() > 1 ? Character.toLowerCase(plain.charAt(1)) : ' ';
    if (plain.charAt(0) == '0' && "xob".indexOf(second) >= 0) {
      int base = second == 'x' ? 16 : second == 'o' ? 8 : 2;
      return narrow(new BigInteger(plain.substring(2), base));
    }
    for (int i = 0; i < plain.length(); i++) {
      if (!Cursor.isDigit(plain.charAt(i))) {
        return Double.valueOf(plain);
      }
    }
    return plain.length() < 19 ? (Number) Long.valueOf(plain) : narrow(new BigInteger(plain));
  }

  private static Number narrow(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
  }
}
