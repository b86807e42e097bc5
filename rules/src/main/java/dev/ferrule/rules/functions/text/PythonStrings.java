package dev.ferrule.rules.functions.text;

import dev.ferrule.rules.values.TextSearch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The methods of Python's {@code str} where they differ from those of String. Stateless.
 *
 * <p>Each returns the same String when nothing changes. Source: The Python Standard Library 3.11,
 * "Text Sequence Type"; The Unicode Standard, section 3.13.
 */
public final class PythonStrings {
  private static final char CAPITAL_SIGMA = '\u03a3';

  private PythonStrings() {}

  /** {@code str.isspace} of one character; all are in the basic plane. */
  public static boolean isSpace(int c) {
    if (c <= ' ') {
      return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f);
    }
    return c >= 0x85
        && (c == 0x85
            || c == 0xa0
            || c == 0x1680
            || (c >= 0x2000 && c <= 0x200a)
            || c == 0x2028
            || c == 0x2029
            || c == 0x202f
            || c == 0x205f
            || c == 0x3000);
  }

  /** {@code len(s)}. */
  public static int length(String s) {
    return s.codePointCount(0, s.length());
  }

  /** {@code s.lower()}. */
  public static String lower(String s) {
    if (s.indexOf(CAPITAL_SIGMA) < 0) {
      return s.toLowerCase(Locale.ROOT);
    }
    var out = new StringBuilder(s.length());
    int done = 0;
    for (int i = s.indexOf(CAPITAL_SIGMA); i >= 0; i = s.indexOf(CAPITAL_SIGMA, i + 1)) {
      out.append(s.substring(done, i).toLowerCase(Locale.ROOT));
      out.append(endsWord(s, i) ? '\u03c2' : '\u03c3');
      done = i + 1;
    }
    return out.append(s.substring(done).toLowerCase(Locale.ROOT)).toString();
  }

  /** Whether the sigma at a place has a letter before it and none after it. */
  private static boolean endsWord(String s, int at) {
    int i = at;
    while (i > 0 && isCaseIgnorable(s.codePointBefore(i))) {
      i -= Character.charCount(s.codePointBefore(i));
    }
    if (i == 0 || !isCased(s.codePointBefore(i))) {
      return false;
    }
    i = at + 1;
    while (i < s.length() && isCaseIgnorable(s.codePointAt(i))) {
      i += Character.charCount(s.codePointAt(i));
    }
    return i >= s.length() || !isCased(s.codePointAt(i));
  }

  private static boolean isCased(int c) {
    return Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c);
  }

  private static boolean isCaseIgnorable(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      // Those that stand within words: Word_Break is MidLetter, MidNumLet or Single_Quote.
      default ->
          "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a"
                  .indexOf(c)
              >= 0;
    };
  }

  /** {@code s.upper()}. */
  public static String upper(String s) {
    return s.toUpperCase(Locale.ROOT);
  }

  /** Which ends a strip works on. */
  public enum Ends {
    BOTH,
    LEFT,
    RIGHT
  }

  /**
   * {@code s.strip(chars)}, {@code lstrip} and {@code rstrip}.
   *
   * @param chars the characters to strip; null for white space
   */
  public static String strip(String s, @Nullable String chars, Ends ends) {
    int start = 0;
    int end = s.length();
    BitSet stripped =
        chars == null ? null : chars.codePoints().collect(BitSet::new, BitSet::set, BitSet::or);
    if (ends != Ends.RIGHT) {
      while (start < end && isStripped(s.codePointAt(start), stripped)) {
        start += Character.charCount(s.codePointAt(start));
      }
    }
    if (ends != Ends.LEFT) {
      while (end > start && isStripped(s.codePointBefore(end), stripped)) {
        end -= Character.charCount(s.codePointBefore(end));
      }
    }
    return s.substring(start, end);
  }

  private static boolean isStripped(int c, @Nullable BitSet stripped) {
    return stripped == null ? isSpace(c) : stripped.get(c);
  }

  /**
   * {@code s.split(sep, maxsplit)}.
   *
   * @param separator not empty; null for runs of white space
   * @param most the most splits, negative for all
   */
  public static List<String> split(String s, @Nullable String separator, long most) {
    long left = most < 0 ? Long.MAX_VALUE : most;
    var parts = new ArrayList<String>();
    if (separator == null) {
      splitSpace(s, left, parts);
      return parts;
    }
    int from = 0;
    int at = TextSearch.indexOf(s, separator, 0);
    while (left > 0 && at >= 0) {
      parts.add(s.substring(from, at));
      from = at + separator.length();
      at = TextSearch.indexOf(s, separator, from);
      left--;
    }
    parts.add(s.substring(from));
    return parts;
  }

  private static void splitSpace(String s, long most, List<String> parts) {
    int i = skipSpace(s, 0);
    for (long left = most; i < s.length(); left--) {
      if (left <= 0) {
        parts.add(s.substring(i));
        return;
      }
      int start = i;
      while (i < s.length() && !isSpace(s.charAt(i))) {
        i++;
      }
      parts.add(s.substring(start, i));
      i = skipSpace(s, i);
    }
  }

  private static int skipSpace(String s, int from) {
    int i = from;
    while (i < s.length() && isSpace(s.charAt(i))) {
      i++;
    }
    return i;
  }

  /** {@code s[start:end]} for bounds that are not negative. */
  public static String slice(String s, long start, long end) {
    int from = advance(s, 0, start);
    int to = advance(s, from, Math.max(0, end - start));
    return s.substring(from, to);
  }

  private static int advance(String s, int from, long codePoints) {
    int i = from;
    for (long left = codePoints; left > 0 && i < s.length(); left--) {
      i += Character.charCount(s.codePointAt(i));
    }
    return i;
  }

  private static String replaceAll(String s, String old, String replacement) {
    int at = TextSearch.indexOf(s, old, 0);
    if (at < 0) {
      return s;
    }
    var out = new StringBuilder(s.length());
    int done = 0;
    for (; at >= 0; at = TextSearch.indexOf(s, old, done)) {
      out.append(s, done, at).append(replacement);
      done = at + old.length();
    }
    return out.append(s, done, s.length()).toString();
  }

  /** {@code s.replace(old, new)}. */
  public static String replace(String s, String old, String replacement) {
    if (!old.isEmpty()) {
      return replaceAll(s, old, replacement);
    }
    var out = new StringBuilder(replacement);
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      i += Character.charCount(c);
      out.appendCodePoint(c).append(replacement);
    }
    return out.toString();
  }
}
