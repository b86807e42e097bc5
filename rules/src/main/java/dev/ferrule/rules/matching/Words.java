package dev.ferrule.rules.matching;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Text as words. Stateless; time grows with the text. */
public final class Words {
  private Words() {}

  /** Whether Python's {@code \w} matches: a letter, a number of any kind, or the underscore. */
  public static boolean isWordCharacter(int codePoint) {
    if (codePoint < 128) {
      return codePoint == '_'
          || (codePoint >= '0' && codePoint <= '9')
          || ((codePoint | 0x20) >= 'a' && (codePoint | 0x20) <= 'z');
    }
    return Character.isLetter(codePoint) || isNumber(codePoint);
  }

  private static boolean isNumber(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  /** Whether Python calls it a space. */
  public static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || codePoint == 0x85;
  }

  /**
   * Lower-case words of a text, cut at spaces and at every code point that separates, without
   * accents.
   */
  public static List<String> cut(String text, IntPredicate separates) {
    var spaced = new StringBuilder(text.length());
    text.codePoints().forEach(c -> spaced.appendCodePoint(separates.test(c) ? ' ' : c));
    String apart =
        Normalizer.normalize(spaced.toString().toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    apart
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(c -> {
          if (isSpace(c)) {
            finish(word, words);
          } else {
            word.appendCodePoint(c);
          }
        });
    finish(word, words);
    return words;
  }

  private static void finish(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(Normalizer.normalize(word, Normalizer.Form.NFC));
      word.setLength(0);
    }
  }

  /**
   * The words as they stand in the text, in any alphabet: letters, numbers and marks, with an
   * apostrophe or a hyphen between two letters.
   */
  public static List<String> find(String text) {
    var words = new ArrayList<String>();
    int at = 0;
    while (at < text.length()) {
      int start = at;
      while (at < text.length() && continues(text, start, at)) {
        at += Character.charCount(text.codePointAt(at));
      }
      if (at > start) {
        words.add(text.substring(start, at));
      } else {
        at += Character.charCount(text.codePointAt(at));
      }
    }
    return words;
  }

  private static boolean continues(String text, int start, int at) {
    int codePoint = text.codePointAt(at);
    if (codePoint != '_' && isWordCharacter(codePoint)) {
      return true;
    }
    if (at == start) {
      return false;
    }
    if (isMark(codePoint)) {
      return true;
    }
    boolean joins = codePoint == '\'' || codePoint == '\u2019' || codePoint == '-';
    return joins
        && at + 1 < text.length()
        && Character.isLetter(text.codePointAt(at + 1))
        && Character.isLetter(text.codePointBefore(at));
  }

  private static boolean isMark(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }
}
