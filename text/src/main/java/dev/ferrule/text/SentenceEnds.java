package dev.ferrule.text;

import java.util.Locale;

/** Tells a full stop that ends a sentence from one that ends an abbreviation. Stateless. */
final class SentenceEnds {
  private static final int MAX_WORD_CHARS = 24;

  private SentenceEnds() {}

  static boolean isTerminator(char c) {
    return c == '.' || c == '!' || c == '?' || c == '\u2026' || c == '\u203d' || isWide(c);
  }

  /** Terminators that need no space behind them. */
  static boolean isWide(char c) {
    return switch (c) {
      case '\u3002', '\uff01', '\uff1f', '\uff61', '\uff0e' -> true; // Chinese and Japanese
      case '\u061f', '\u06d4' -> true; // Arabic and Urdu
      case '\u0964', '\u0965' -> true; // Devanagari
      case '\u0589', '\u104b', '\u1362', '\u1367' -> true; // Armenian, Burmese, Ethiopic
      default -> false;
    };
  }

  /**
   * Whether the full stop at {@code mark} belongs to an abbreviation, a number or an initial that
   * the sentence goes on after.
   *
   * @param next where the following text begins, behind white space
   */
  static boolean isAbbreviated(String text, int sentenceStart, int mark, int next, int end) {
    int start = wordStart(text, sentenceStart, mark);
    if (start == mark) {
      return false;
    }
    String word = text.substring(start, mark).toLowerCase(Locale.ROOT);
    boolean first = start == sentenceStart;
    if (isOrdinal(word)) {
      boolean counts = Abbreviations.COUNTED.contains(wordAt(text, next, end));
      return first || (word.length() <= 2 && counts);
    }
    if (Abbreviations.LEADING.contains(word)) {
      return !word.equals("al") || !startsSentence(text, next, end);
    }
    if (Abbreviations.BEFORE_NUMBERS.contains(word) && Character.isDigit(text.charAt(next))) {
      return true;
    }
    boolean initial = isInitial(text, start, mark);
    boolean open = initial || isDotted(word) || Abbreviations.EITHER.contains(word);
    return open && ((initial && first) || !startsSentence(text, next, end));
  }

  /** Whether what follows looks like a sentence of its own. */
  private static boolean startsSentence(String text, int next, int end) {
    return !Character.isLetterOrDigit(text.codePointAt(next))
        || Abbreviations.STARTERS.contains(wordAt(text, next, end));
  }

  private static int wordStart(String text, int sentenceStart, int mark) {
    int start = mark;
    int limit = Math.max(sentenceStart, mark - MAX_WORD_CHARS);
    while (start > limit && isWordPart(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '\u00a7';
  }

  private static String wordAt(String text, int from, int end) {
    int to = from;
    int limit = Math.min(end, from + MAX_WORD_CHARS);
    while (to < limit && Character.isLetter(text.charAt(to))) {
      to++;
    }
    return text.substring(from, to).toLowerCase(Locale.ROOT);
  }

  private static boolean isOrdinal(String word) {
    return word.length() <= 3 && word.chars().allMatch(Character::isDigit);
  }

  /** Single letters with full stops between: {@code j.k}, {@code u.s.a}. */
  private static boolean isDotted(String word) {
    if (word.length() < 3 || word.length() % 2 == 0) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (i % 2 == 0 ? !Character.isLetter(c) : c != '.') {
        return false;
      }
    }
    return true;
  }

  /** A single letter, but for the English pronoun. */
  private static boolean isInitial(String text, int start, int mark) {
    char c = text.charAt(start);
    return mark - start == 1 && Character.isLetter(c) && c != 'I';
  }
}
