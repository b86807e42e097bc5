package dev.ferrule.rules.functions.text;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Characters that look like an ASCII letter, and the letter, which is always lower case. Immutable,
 * thread-safe.
 *
 * <p>Most follow from Unicode: the styled letters of mathematics are those whose compatibility form
 * is a letter, and the enclosed ones stand in seven runs from A to Z. The rest is a matter of
 * looks.
 */
final class Homoglyphs {
  /** The first of each run of enclosed letters. */
  private static final int[] ENCLOSED = {
    0x249c, 0x24b6, 0x1f110, 0x1f130, 0x1f150, 0x1f170, 0x1f1e6
  };

  private static final int FIRST_FLAG = 0x1f1e6;
  private static final int LAST_FLAG = 0x1f1ff;

  /** The letters of Greek that styled forms are taken for, and what for. */
  private static final String GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγινορσυ";

  private static final String GREEK_LOOKS = "abezhlkmnoptyxayivopou";

  /** By letter: what only looks like it. */
  private static final String[] LOOKS = {
    "a@ªα∀⍺⟑",
    "bβВь฿",
    "c¢©Ççϲ∁⊂\uD83D\uDF4C",
    "dძ∂⫒",
    "eϱ€∃∈∑⋿ℇ℮",
    "fϝ៛⨍⨗⫭\uD800\uDD7F\uD835\uDFCA",
    "gԌց₲",
    "h₶⫲⫳ℏ",
    "i˛ιї⍳⫯ℹ\uD835\uDEA4",
    "jϳј⌡",
    "kκϏ₭",
    "l|լ₤∟∣⏽￨",
    "m₥≞⋔⨇⩋⫙",
    "nΠηπ∏∩刀",
    "oºοօ☉⦿",
    "pΡρբ₱⍴♇℗",
    "qҩԛգզ",
    "r®ЯՒ\uD800\uDD7E",
    "s$ѕ∫",
    "tτէ⊤⊺♰♱⟙\uD83D\uDF68",
    "uµ∐∪⋃⨃",
    "v√∨⋁⩔",
    "wω₩⨈⩊⫝",
    "x×╳☓✗⤫⤬⨯",
    "y¥ӱჄ⑂",
    "zՀჀꙀ\uD800\uDEF5"
  };

  /** Code points in order, and the letter of each. */
  private final int[] codePoints;

  private final char[] letters;

  private static final Homoglyphs ALL = new Homoglyphs();

  private Homoglyphs() {
    var found = new TreeMap<Integer, Character>();
    addStyled(found, 0x2100, 0x214f);
    addStyled(found, 0x1d400, 0x1d7ff);
    for (int first : ENCLOSED) {
      for (int i = 0; i < 26; i++) {
        found.put(first + i, (char) ('a' + i));
      }
    }
    for (String looks : LOOKS) {
      looks.codePoints().skip(1).forEach(glyph -> found.put(glyph, looks.charAt(0)));
    }
    codePoints = found.keySet().stream().mapToInt(Integer::intValue).toArray();
    letters = new char[codePoints.length];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = found.getOrDefault(codePoints[i], '?');
    }
  }

  private static void addStyled(Map<Integer, Character> found, int first, int last) {
    for (int c = first; c <= last; c++) {
      String plain = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
      if (plain.length() != 1 || plain.codePointAt(0) == c) {
        continue;
      }
      char letter = plain.charAt(0);
      int greek = GREEK.indexOf(letter);
      if (greek >= 0) {
        found.put(c, GREEK_LOOKS.charAt(greek));
      } else if (letter == 'I') {
        found.put(c, 'l');
      } else if ((isAsciiLetter(letter) && letter != 'm') && c != 0x212a) {
        found.put(c, plain.toLowerCase(Locale.ROOT).charAt(0));
      }
    }
  }

  private static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** The text with letters in place of what looks like them. */
  static String replace(String s) {
    StringBuilder out = null;
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      char letter = ALL.letter(c);
      if (letter != 0 && out == null) {
        out = new StringBuilder(s.length()).append(s, 0, i);
      }
      if (out != null) {
        out.appendCodePoint(letter != 0 ? letter : c);
      }
      i += Character.charCount(c);
    }
    return out == null ? s : out.toString();
  }

  /** The text with letters in place of the halves of flags. */
  static String replaceFlags(String s) {
    StringBuilder out = null;
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      boolean flag = c >= FIRST_FLAG && c <= LAST_FLAG;
      if (flag && out == null) {
        out = new StringBuilder(s.length()).append(s, 0, i);
      }
      if (out != null) {
        out.appendCodePoint(flag ? 'a' + c - FIRST_FLAG : c);
      }
      i += Character.charCount(c);
    }
    return out == null ? s : out.toString();
  }

  private char letter(int c) {
    if (c < 0x80) {
      return switch (c) {
        case '@' -> 'a';
        case '$' -> 's';
        case '|' -> 'l';
        default -> 0;
      };
    }
    int at = Arrays.binarySearch(codePoints, c);
    return at < 0 ? 0 : letters[at];
  }
}
