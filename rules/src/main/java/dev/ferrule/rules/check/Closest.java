package dev.ferrule.rules.check;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a mistyped word may have meant: the first candidate with the least edits, regardless
 * of case. Confined.
 */
public final class Closest {
  private static final int MOST_EDITS = 3;
  // Words without a suggestion are better than a check that takes minutes.
  private static final int MOST_COMPARED = 2_000_000;

  private int compared;

  /** The closest candidate within three edits of a word of four letters or more, or null. */
  public @Nullable String find(String word, Iterable<String> candidates) {
    if (word.codePointCount(0, word.length()) <= MOST_EDITS || compared > MOST_COMPARED) {
      return null;
    }
    int[] wanted = letters(word);
    String best = null;
    int bestEdits = MOST_EDITS + 1;
    for (var candidate : candidates) {
      compared++;
      if (Math.abs(candidate.length() - word.length()) > 4 * MOST_EDITS) {
        continue;
      }
      int edits = edits(wanted, letters(candidate), bestEdits);
      if (edits < bestEdits) {
        best = candidate;
        bestEdits = edits;
      }
    }
    return best;
  }

  private static int[] letters(String word) {
    return word.toLowerCase(Locale.ROOT).codePoints().toArray();
  }

  /** The Levenshtein distance, or the limit when it is that or more. */
  private static int edits(int[] a, int[] b, int limit) {
    if (Math.abs(a.length - b.length) >= limit) {
      return limit;
    }
    int[] row = new int[b.length + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length; i++) {
      int diagonal = row[0];
      row[0] = i;
      int least = i;
      for (int j = 1; j <= b.length; j++) {
        int changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
        least = Math.min(least, row[j]);
      }
      if (least >= limit) {
        return limit;
      }
    }
    return row[b.length];
  }
}
