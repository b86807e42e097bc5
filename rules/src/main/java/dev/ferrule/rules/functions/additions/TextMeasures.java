package dev.ferrule.rules.functions.additions;

import dev.ferrule.rules.matching.Words;
import dev.ferrule.rules.values.TextSearch;
import java.util.HashMap;
import java.util.function.IntPredicate;

/** Numbers that describe a text. Stateless; time grows with the text, but for the distance. */
final class TextMeasures {
  private TextMeasures() {}

  /** The part of the code points that pass among those that count; 0 when none counts. */
  static double ratio(String text, IntPredicate counts, IntPredicate passes) {
    long all = 0;
    long passing = 0;
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      if (counts.test(codePoint)) {
        all++;
        passing += passes.test(codePoint) ? 1 : 0;
      }
    }
    return all == 0 ? 0.0 : (double) passing / all;
  }

  /** Bits for each code point, as Shannon measures them: 0 when all are the same. */
  static double entropy(String text) {
    var counts = new HashMap<Integer, Integer>();
    text.codePoints().forEach(c -> counts.merge(c, 1, Integer::sum));
    double all = text.codePointCount(0, text.length());
    // In a fixed order, so that the sum is the same every time.
    double bits =
        counts.values().stream()
            .sorted()
            .mapToDouble(count -> -count / all * (Math.log(count / all) / Math.log(2)))
            .sum();
    return bits == 0 ? 0.0 : bits;
  }

  /** The length of the longest run of one code point. */
  static long longestRun(String text) {
    long longest = 0;
    long run = 0;
    int last = -1;
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      run = codePoint == last ? run + 1 : 1;
      last = codePoint;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /** How often a part stands in a text, without overlaps; as in Python, n + 1 times when empty. */
  static long count(String text, String part) {
    if (part.isEmpty()) {
      return text.codePointCount(0, text.length()) + 1L;
    }
    long count = 0;
    int at = TextSearch.indexOf(text, part, 0);
    while (at >= 0) {
      count++;
      at = TextSearch.indexOf(text, part, at + part.length());
    }
    return count;
  }

  /** The fewest insertions, deletions and replacements: Levenshtein (1966), in two rows. */
  static long distance(int[] a, int[] b) {
    int[] above = new int[b.length + 1];
    int[] row = new int[b.length + 1];
    for (int j = 0; j <= b.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length; i++) {
      row[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
      }
      int[] swap = above;
      above = row;
      row = swap;
    }
    return above[b.length];
  }

  /** Whether one word has letters of Latin and of an alphabet with look-alikes. */
  static boolean mixesAlphabets(String text) {
    boolean latin = false;
    boolean other = false;
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      if (!Words.isWordCharacter(codePoint)) {
        latin = false;
        other = false;
        continue;
      }
      switch (Character.UnicodeScript.of(codePoint)) {
        case LATIN -> latin = true;
        case CYRILLIC, GREEK, ARMENIAN -> other = true;
        default -> {}
      }
      if (latin && other) {
        return true;
      }
    }
    return false;
  }
}
