package dev.ferrule.rules.functions.time;

import java.util.ArrayList;
import java.util.List;

/** Cuts the text of a date into numbers, words and single characters. Confined. */
final class DateTokens {
  private final List<String> tokens = new ArrayList<>();
  private int at;

  DateTokens(String text) {
    int i = 0;
    while (i < text.length()) {
      int end = i + 1;
      char c = text.charAt(i);
      if (isDigit(c)) {
        boolean afterPoint = i > 1 && text.charAt(i - 1) == '.' && isDigit(text.charAt(i - 2));
        end = afterPoint ? endOfDigits(text, i) : endOfNumber(text, i);
      } else if (Character.isLetter(c)) {
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
          end++;
        }
      }
      tokens.add(text.substring(i, end));
      i = end;
    }
  }

  /**
   * A number keeps one point and what follows it; with more points, as in 1.2.2026, they separate.
   */
  private static int endOfNumber(String text, int start) {
    int end = endOfDigits(text, start);
    boolean fraction =
        end + 1 < text.length()
            && (text.charAt(end) == '.' || (text.charAt(end) == ',' && end - start >= 2))
            && isDigit(text.charAt(end + 1));
    if (!fraction) {
      return end;
    }
    int whole = endOfDigits(text, end + 1);
    return whole < text.length() && text.charAt(whole) == '.' ? end : whole;
  }

  private static int endOfDigits(String text, int start) {
    int end = start;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  boolean hasNext() {
    return at < tokens.size();
  }

  String next() {
    return tokens.get(at++);
  }

  /** The token so many places on, empty past the end. */
  String peek(int ahead) {
    return at + ahead < tokens.size() ? tokens.get(at + ahead) : "";
  }

  void skip(int count) {
    at += count;
  }
}
