package dev.ferrule.rules.functions.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * A shell pattern of {@code *}, {@code ?} and {@code [set]}, where slashes are like any character.
 * Immutable, thread-safe. A match takes time that grows with the pattern times the path.
 *
 * <p>Source: the fnmatch module of Python 3.11.
 */
final class Glob {
  private static final int STAR = -1;
  private static final int ONE = -2;
  private static final int SET = -3;

  /** By piece of the pattern: a character, or one of the constants. */
  private final int[] pieces;

  /** By piece of the pattern: what a set holds. */
  private final List<Members> sets = new ArrayList<>();

  /**
   * What stands in brackets.
   *
   * @param ranges first and last characters in turn
   */
  private record Members(int[] ranges, boolean negated) {
    boolean holds(int character) {
      for (int i = 0; i < ranges.length; i += 2) {
        if (ranges[i] <= character && character <= ranges[i + 1]) {
          return !negated;
        }
      }
      return negated;
    }
  }

  private static final Members NOTHING = new Members(new int[0], false);

  Glob(String glob) {
    int[] characters = glob.codePoints().toArray();
    int[] found = new int[characters.length];
    int count = 0;
    for (int i = 0; i < characters.length; i++) {
      int c = characters[i];
      int end = c == '[' ? endOfSet(characters, i) : -1;
      if (c == '*' && count > 0 && found[count - 1] == STAR) {
        continue;
      }
      found[count++] = end > 0 ? SET : c == '*' ? STAR : c == '?' ? ONE : c;
      sets.add(end > 0 ? members(characters, i + 1, end) : NOTHING);
      i = end > 0 ? end : i;
    }
    pieces = java.util.Arrays.copyOf(found, count);
  }

  /* After a failure only the last star takes one character more: an earlier one need not, as the
   * last can take whatever it would leave. */
  boolean matches(String path) {
    int piece = 0;
    int at = 0;
    int star = -1;
    int starAt = 0;
    while (at < path.length()) {
      int c = path.codePointAt(at);
      if (piece < pieces.length && pieces[piece] == STAR) {
        star = piece++;
        starAt = at;
      } else if (piece < pieces.length && matches(piece, c)) {
        piece++;
        at += Character.charCount(c);
      } else if (star >= 0) {
        starAt += Character.charCount(path.codePointAt(starAt));
        at = starAt;
        piece = star + 1;
      } else {
        return false;
      }
    }
    while (piece < pieces.length && pieces[piece] == STAR) {
      piece++;
    }
    return piece == pieces.length;
  }

  private boolean matches(int piece, int character) {
    return pieces[piece] == character
        || pieces[piece] == ONE
        || (pieces[piece] == SET && sets.get(piece).holds(character));
  }

  /** Where the bracket closes, or -1 when it stands for itself. */
  private static int endOfSet(int[] glob, int open) {
    int first = open + 1;
    if (first < glob.length && glob[first] == '!') {
      first++;
    }
    // A closing bracket right at the start is a member of the set.
    for (int i = first + 1; i < glob.length; i++) {
      if (glob[i] == ']') {
        return i;
      }
    }
    return -1;
  }

  private static Members members(int[] glob, int from, int end) {
    boolean negated = glob[from] == '!';
    int first = negated ? from + 1 : from;
    int[] ranges = new int[2 * (end - first)];
    int count = 0;
    for (int i = first; i < end; i++) {
      boolean range = i + 2 < end && glob[i + 1] == '-';
      ranges[count++] = glob[i];
      ranges[count++] = range ? glob[i + 2] : glob[i];
      i += range ? 2 : 0;
    }
    return new Members(java.util.Arrays.copyOf(ranges, count), negated);
  }
}
