package dev.ferrule.text.wordpiece;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Finds added tokens in a text: leftmost first, of those the longest. Immutable. */
final class AddedTokens {
  private final AddedToken[] tokens;
  private final String firstChars;

  /**
   * @param tokens with distinct, non-empty contents
   */
  AddedTokens(List<AddedToken> tokens) {
    this.tokens =
        tokens.stream()
            .sorted(Comparator.comparing(AddedToken::content))
            .toArray(AddedToken[]::new);
    firstChars =
        tokens.stream()
            .map(token -> token.content().substring(0, 1))
            .distinct()
            .collect(Collectors.joining());
  }

  boolean isEmpty() {
    return tokens.length == 0;
  }

  /** Where a token might begin in {@code text[from, to)}; {@code to} if nowhere. */
  int candidate(String text, int from, int to) {
    if (firstChars.length() == 1) {
      int at = text.indexOf(firstChars.charAt(0), from, to);
      return at < 0 ? to : at;
    }
    int at = from;
    while (at < to && firstChars.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  /** The tokens in {@code text[from, to)}, in order. */
  Matches matches(String text, int from, int to) {
    return new Matches(text, from, to);
  }

  /** The index of the longest token that begins at {@code at}; -1 if none does. */
  private int longestAt(String text, int at, int to) {
    int low = 0;
    int high = tokens.length;
    int longest = -1;
    for (int depth = 0; ; depth++) {
      // Tokens [low, high) begin with the text so far; in sorted order the shortest is the first.
      if (low < high && tokens[low].content().length() == depth) {
        longest = low++;
      }
      if (low >= high || at + depth == to) {
        return longest;
      }
      char c = text.charAt(at + depth);
      low = firstNotBelow(c, depth, low, high);
      high = firstNotBelow(c + 1, depth, low, high);
    }
  }

  private int firstNotBelow(int c, int depth, int from, int to) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tokens[middle].content().charAt(depth) < c) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** A walk over the tokens found. Confined. */
  final class Matches {
    private final String text;
    private final int from;
    private final int to;
    private int searchAt;
    private int start;
    private int end;
    private int id;

    private Matches(String text, int from, int to) {
      this.text = text;
      this.from = from;
      this.to = to;
      searchAt = from;
      end = from;
    }

    /** Moves to the next token; false if there is none. */
    boolean next() {
      while (true) {
        int at = candidate(text, searchAt, to);
        if (at == to) {
          return false;
        }
        int found = longestAt(text, at, to);
        if (found < 0) {
          searchAt = at + 1;
          continue;
        }
        AddedToken token = tokens[found];
        // A token that is turned down is passed over as a whole, as the reference does.
        searchAt = at + token.content().length();
        if (token.singleWord() && touchesWord(at, searchAt)) {
          continue;
        }
        start = token.stripLeft() ? Math.max(spaceStart(at), end) : at;
        end = token.stripRight() ? spaceEnd(searchAt) : searchAt;
        id = token.id();
        return true;
      }
    }

    int start() {
      return start;
    }

    int end() {
      return end;
    }

    int id() {
      return id;
    }

    private boolean touchesWord(int at, int after) {
      return (at > from && isWord(text.codePointBefore(at)))
          || (after < to && isWord(text.codePointAt(after)));
    }

    private int spaceStart(int at) {
      int i = at;
      while (i > end && ReferenceUnicode.INSTANCE.isWhitespace(text.charAt(i - 1))) {
        i--;
      }
      return i;
    }

    private int spaceEnd(int at) {
      int i = at;
      while (i < to && ReferenceUnicode.INSTANCE.isWhitespace(text.charAt(i))) {
        i++;
      }
      return i;
    }
  }

  /** The class {@code \w} of Rust's regular expressions (UTS 18, annex C). */
  private static boolean isWord(int cp) {
    return Character.isAlphabetic(cp)
        || cp == 0x200C
        || cp == 0x200D
        || switch (Character.getType(cp)) {
          case Character.NON_SPACING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.ENCLOSING_MARK,
              Character.DECIMAL_DIGIT_NUMBER,
              Character.CONNECTOR_PUNCTUATION ->
              true;
          default -> false;
        };
  }
}
