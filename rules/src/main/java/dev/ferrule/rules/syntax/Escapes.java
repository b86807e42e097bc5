package dev.ferrule.rules.syntax;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The backslash escapes of text and bytes literals. Confined to one literal. */
final class Escapes {
  private static final Map<String, Integer> CONTROLS =
      Map.of(
          "NULL",
          0,
          "BACKSPACE",
          8,
          "CHARACTER TABULATION",
          9,
          "LINE FEED",
          10,
          "FORM FEED",
          12,
          "CARRIAGE RETURN",
          13,
          "ESCAPE",
          27,
          "DELETE",
          127,
          "NEXT LINE",
          133,
          "BYTE ORDER MARK",
          0xFEFF);

  /** How many bytes CPython's decoder sees for a character beyond ASCII. */
  private static final int WIDE = 10;

  private final String text;
  private final boolean bytes;
  private final StringBuilder out = new StringBuilder();
  private int at;
  // CPython's decoder counts places in a text where each character beyond ASCII is an escape.
  private int wide;
  private @Nullable String complaint;

  private Escapes(String text, boolean bytes) {
    this.text = text;
    this.bytes = bytes;
  }

  /** Resolves the escapes of a text; a complaint goes to the sink, with the result unfinished. */
  static String resolve(String text, java.util.function.Consumer<String> complain) {
    return run(new Escapes(text, false), complain);
  }

  /** Resolves the escapes of bytes, each of them a character below 256. */
  static String resolveBytes(String text, java.util.function.Consumer<String> complain) {
    return run(new Escapes(text, true), complain);
  }

  private static String run(Escapes escapes, java.util.function.Consumer<String> complain) {
    escapes.run();
    if (escapes.complaint != null) {
      complain.accept(escapes.complaint);
    }
    return escapes.out.toString();
  }

  private void run() {
    while (at < text.length() && complaint == null) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (c != '\\' || at == text.length() || text.charAt(at) >= 128) {
        out.appendCodePoint(c);
        wide += c >= 128 ? WIDE - Character.charCount(c) : 0;
        // A backslash that nothing can follow is an escape to the decoder, too.
        wide += c == '\\' ? 5 : 0;
      } else {
        escape(at - 1, text.charAt(at++));
      }
    }
  }

  private void escape(int start, char c) {
    switch (c) {
      case '\n' -> {}
      case '\\', '\'', '"' -> out.append(c);
      case 'a' -> out.append('\7');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'v' -> out.append('\13');
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal();
      case 'x' -> hex(start, 2, "\\xXX");
      case 'u', 'U', 'N' -> {
        if (bytes) {
          out.append('\\').append(c);
        } else if (c == 'N') {
          named(start);
        } else {
          hex(start, c == 'u' ? 4 : 8, c == 'u' ? "\\uXXXX" : "\\UXXXXXXXX");
        }
      }
      default -> out.append('\\').append(c);
    }
  }

  private void octal() {
    int value = 0;
    at--;
    for (int i = 0; i < 3 && at < text.length() && Character.digit(text.charAt(at), 8) >= 0; i++) {
      value = value * 8 + Character.digit(text.charAt(at++), 8);
    }
    out.appendCodePoint(bytes ? value & 0xFF : value);
  }

  private void hex(int start, int length, String form) {
    int value = 0;
    int count = 0;
    while (count < length && at < text.length() && isHex(text.charAt(at))) {
      value = value << 4 | Character.digit(text.charAt(at++), 16);
      count++;
    }
    if (count < length) {
      if (bytes) {
        complaint = "(value error) invalid \\x escape at position " + start;
      } else {
        complain(start, "truncated " + form + " escape");
      }
    } else if (value < 0 || value > Character.MAX_CODE_POINT) {
      complain(start, "illegal Unicode character");
    } else {
      out.appendCodePoint(value);
    }
  }

  private static boolean isHex(char c) {
    return c < 128 && Character.digit(c, 16) >= 0;
  }

  private void named(int start) {
    int close = at < text.length() && text.charAt(at) == '{' ? text.indexOf('}', at) : -1;
    if (at < text.length() && text.charAt(at) == '{') {
      at = close < 0 ? text.length() : close;
    }
    if (close < 0 || text.charAt(close - 1) == '{') {
      complain(start, "malformed \\N character escape");
      return;
    }
    at = close + 1;
    int c = named(text.substring(text.indexOf('{', start) + 1, close));
    if (c < 0) {
      complain(start, "unknown Unicode character name");
    } else {
      out.appendCodePoint(c);
    }
  }

  private static int named(String name) {
    var upper = name.toUpperCase(Locale.ROOT);
    var control = CONTROLS.get(upper);
    if (control != null) {
      return control;
    }
    try {
      var ideograph = "CJK UNIFIED IDEOGRAPH-";
      if (upper.startsWith(ideograph)) {
        int c = Integer.parseInt(upper.substring(ideograph.length()), 16);
        return Character.isIdeographic(c) ? c : -1;
      }
      int c = Character.codePointOf(upper);
      // Java also takes the name of a block with a number, which is no name of a character.
      return upper.endsWith(" " + Integer.toHexString(c).toUpperCase(Locale.ROOT)) ? -1 : c;
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  private void complain(int start, String reason) {
    int from = start + wide;
    int to = at + wide - 1;
    complaint =
        from == to
            ? "(unicode error) 'unicodeescape' codec can't decode byte 0x5c in position %d: %s"
                .formatted(from, reason)
            : "(unicode error) 'unicodeescape' codec can't decode bytes in position %d-%d: %s"
                .formatted(from, to, reason);
  }
}
