package dev.ferrule.rules.syntax;

import java.math.BigDecimal;
import java.util.List;

/** Values as Python's {@code repr} shows them. */
final class PythonText {
  private PythonText() {}

  /** A Long, a BigInteger or a Double. */
  static String number(Number value) {
    return value instanceof Double real ? real(real) : value.toString();
  }

  /** The shortest digits that read back the same, with an exponent below -4 and from 16 on. */
  private static String real(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (Double.isNaN(value)) {
      return "nan";
    }
    var sign = value < 0 || 1 / value < 0 ? "-" : "";
    if (value == 0) {
      return sign + "0.0";
    }
    var decimal = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
    var digits = decimal.unscaledValue().toString();
    int exponent = digits.length() - decimal.scale() - 1;
    if (exponent < -4 || exponent >= 16) {
      var mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
      return "%s%se%s%02d".formatted(sign, mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
    var plain = decimal.toPlainString();
    return sign + (plain.contains(".") ? plain : plain + ".0");
  }

  /** A text in quotes. */
  static String quoted(String value) {
    char quote = value.indexOf('\'') >= 0 && value.indexOf('"') < 0 ? '"' : '\'';
    var out = new StringBuilder().append(quote);
    value.codePoints().forEach(c -> appendEscaped(out, c, quote));
    return out.append(quote).toString();
  }

  private static void appendEscaped(StringBuilder out, int c, char quote) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (Identifiers.isPrintable(c)) {
          out.appendCodePoint(c);
        } else if (c < 0x100) {
          out.append("\\x%02x".formatted(c));
        } else {
          out.append((c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
        }
      }
    }
  }

  /** Bytes, each given as a character below 256. */
  static String bytes(List<String> parts) {
    var value = String.join("", parts);
    char quote = value.indexOf('\'') >= 0 && value.indexOf('"') < 0 ? '"' : '\'';
    var out = new StringBuilder("b").append(quote);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 127) {
        appendEscaped(out, c, quote);
      } else {
        out.append("\\x%02x".formatted((int) c));
      }
    }
    return out.append(quote).toString();
  }
}
