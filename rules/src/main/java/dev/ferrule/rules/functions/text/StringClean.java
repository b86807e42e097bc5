package dev.ferrule.rules.functions.text;

import static dev.ferrule.rules.functions.Signature.Parameter.optional;

import com.anyascii.AnyAscii;
import dev.ferrule.rules.functions.Arguments;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import java.text.Normalizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code StringClean}: undoes what authors of spam do to words. Stateless. */
final class StringClean {
  private static final String CIRCLED_I = "\u2139\ufe0e";

  static final Function FUNCTION =
      new PlainFunction(
          new Signature(
              "StringClean",
              List.of(),
              "Strings",
              "Undoes disguises of words, step by step in the order of the parameters.",
              List.of(
                  Parameter.of("s", Type.STR, "The text."),
                  optional(
                      "form", Type.STR, "NFKC", "The normal form: `NFC`, `NFKC`, `NFD` or `NFKD`."),
                  flag("remove_emoji", false, "Puts a space in place of each run of emoji."),
                  flag("space", true, "Puts a space in place of each run of white space."),
                  flag("l33t", false, "Reads 3 next to a letter as e, and | before a digit as 1."),
                  flag("homoglyph", true, "Reads characters that look like a letter as that."),
                  flag("unicode_normalize", true, "Brings the text into the normal form."),
                  flag("unidecode", false, "Writes every script in ASCII."),
                  flag("upper", false, "Makes every letter upper case, unless `lower` is given."),
                  flag("lower", false, "Makes every letter lower case."),
                  flag("remove_space", false, "Takes white space away."),
                  flag("remove_punctuation", false, "Takes punctuation and symbols away.")),
              null,
              Type.STR,
              Signature.Purity.PURE,
              "Plain = StringClean(s=PostText, l33t=True, lower=True)"),
          (event, arguments) -> clean(arguments));

  private StringClean() {}

  private static Parameter flag(String name, boolean byDefault, String summary) {
    return optional(name, Type.BOOL, byDefault, summary);
  }

  private static Object clean(@Nullable Object[] arguments) {
    String s = Arguments.text(arguments, 0);
    boolean homoglyph = Arguments.flag(arguments, 5);
    if (Arguments.flag(arguments, 2)) {
      s = replaceEmoji(homoglyph ? Homoglyphs.replaceFlags(s) : s);
    }
    if (Arguments.flag(arguments, 3)) {
      s = replaceSpace(s, " ");
    }
    if (Arguments.flag(arguments, 4)) {
      s = readThrees(readPipes(s));
    }
    if (homoglyph) {
      s = Homoglyphs.replace(s.replace(CIRCLED_I, "i"));
    }
    if (Arguments.flag(arguments, 6) && !s.isEmpty()) {
      var form = form(Arguments.text(arguments, 1));
      if (form == null) {
        return Failure.unexpected("ValueError", "invalid normalization form");
      }
      s = normalize(s, form);
    }
    if (Arguments.flag(arguments, 7) && !isAscii(s)) {
      s = AnyAscii.transliterate(s);
    }
    boolean lower = Arguments.flag(arguments, 9);
    if (lower) {
      s = PythonStrings.lower(s);
    } else if (Arguments.flag(arguments, 8)) {
      s = PythonStrings.upper(s);
    }
    if (Arguments.flag(arguments, 10)) {
      s = replaceSpace(s, "");
    }
    if (Arguments.flag(arguments, 11)) {
      s = removePunctuation(s);
    }
    return s.length() > StringFunctions.MOST_CHARS ? StringFunctions.tooLong() : s;
  }

  private static Normalizer.@Nullable Form form(String name) {
    return switch (name) {
      case "NFC" -> Normalizer.Form.NFC;
      case "NFKC" -> Normalizer.Form.NFKC;
      case "NFD" -> Normalizer.Form.NFD;
      case "NFKD" -> Normalizer.Form.NFKD;
      default -> null;
    };
  }

  /** Where the length would change, each character becomes the first of its normal form. */
  private static String normalize(String s, Normalizer.Form form) {
    if (isAscii(s) || Normalizer.isNormalized(s, form)) {
      return s;
    }
    String whole = Normalizer.normalize(s, form);
    if (PythonStrings.length(whole) == PythonStrings.length(s)) {
      return whole;
    }
    var out = new StringBuilder(s.length());
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      i += Character.charCount(c);
      out.appendCodePoint(
          c < 0x80 ? c : Normalizer.normalize(Character.toString(c), form).codePointAt(0));
    }
    return out.toString();
  }

  private static boolean isAscii(String s) {
    for (int i = 0; i < s.length(); i++) {
      if (s.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String replaceEmoji(String s) {
    StringBuilder out = null;
    boolean inRun = false;
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      boolean emoji = isEmoji(c);
      if (emoji && out == null) {
        out = new StringBuilder(s.length()).append(s, 0, i);
      }
      if (out != null) {
        if (!emoji) {
          out.appendCodePoint(c);
        } else if (!inRun) {
          out.append(' ');
        }
      }
      inRun = emoji;
      i += Character.charCount(c);
    }
    return out == null ? s : out.toString();
  }

  private static boolean isEmoji(int c) {
    return (c >= 0x1f300 && c <= 0x1f64f)
        || (c >= 0x1f680 && c <= 0x1f6ff)
        || (c >= 0x1f1e0 && c <= 0x1f1ff);
  }

  private static String replaceSpace(String s, String replacement) {
    StringBuilder out = null;
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (!PythonStrings.isSpace(c)) {
        if (out != null) {
          out.append(c);
        }
        continue;
      }
      int end = i + 1;
      while (end < s.length() && PythonStrings.isSpace(s.charAt(end))) {
        end++;
      }
      boolean same = c == ' ' && end == i + 1 && replacement.equals(" ");
      if (out == null && !same) {
        out = new StringBuilder(s.length()).append(s, 0, i);
      }
      if (out != null) {
        out.append(replacement);
      }
      i = end - 1;
    }
    return out == null ? s : out.toString();
  }

  private static String readPipes(String s) {
    if (s.indexOf('|') < 0) {
      return s;
    }
    var out = new StringBuilder(s);
    for (int i = s.indexOf('|'); i >= 0 && i + 1 < s.length(); i = s.indexOf('|', i + 1)) {
      if (Character.isDigit(s.codePointAt(i + 1))) {
        out.setCharAt(i, '1');
      }
    }
    return out.toString();
  }

  /** A run of threes with a letter on either side; a letter belongs to one run only. */
  private static String readThrees(String s) {
    int at = s.indexOf('3');
    if (at < 0) {
      return s;
    }
    var out = new StringBuilder(s);
    int taken = 0;
    while (at >= 0) {
      int end = at + 1;
      while (end < s.length() && s.charAt(end) == '3') {
        end++;
      }
      boolean before = at > taken && isNearLetter(s.charAt(at - 1));
      boolean after = end < s.length() && isNearLetter(s.charAt(end));
      if (before || after) {
        for (int i = at; i < end; i++) {
          out.setCharAt(i, 'e');
        }
      }
      taken = after ? end + 1 : end;
      at = s.indexOf('3', end);
    }
    return out.toString();
  }

  /** The range from A to z of ASCII, with the characters between the cases, and case variants. */
  private static boolean isNearLetter(char c) {
    return (c >= 'A' && c <= 'z') || c == 0x130 || c == 0x131 || c == 0x17f || c == 0x212a;
  }

  private static String removePunctuation(String s) {
    StringBuilder out = null;
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      boolean removed = isPunctuation(c);
      if (removed && out == null) {
        out = new StringBuilder(s.length()).append(s, 0, i);
      }
      if (!removed && out != null) {
        out.appendCodePoint(c);
      }
      i += Character.charCount(c);
    }
    return out == null ? s : out.toString();
  }

  private static boolean isPunctuation(int c) {
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.MODIFIER_SYMBOL,
          Character.OTHER_SYMBOL ->
          true;
      default -> false;
    };
  }
}
