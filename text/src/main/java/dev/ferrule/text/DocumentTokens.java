package dev.ferrule.text;

/** The tokens of a whole document, looked up by where they stand. Confined. */
final class DocumentTokens {
  private final String text;
  private final TokenBuffer tokens;

  DocumentTokens(Tokenizer tokenizer, String text) {
    this.text = text;
    this.tokens = new TokenBuffer(Math.max(16, text.length() / 4));
    tokenizer.encode(text, tokens);
  }

  int size() {
    return tokens.size();
  }

  /** The first token that begins at or after {@code chars}. */
  int indexOf(int chars) {
    int low = 0;
    int high = tokens.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tokens.startChars(middle) < chars) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  int startChars(int token) {
    return tokens.startChars(token);
  }

  int endChars(int token) {
    return tokens.endChars(token);
  }

  int[] ids(int from, int to) {
    return tokens.ids(from, to);
  }

  /**
   * Whether a cut before this token leaves the tokens on both sides as they are: it begins a word,
   * as letters and digits do not run on across it.
   */
  boolean beginsWord(int token) {
    int start = tokens.startChars(token);
    if (start == 0 || token == 0) {
      return true;
    }
    return tokens.endChars(token - 1) < start
        || !Character.isLetterOrDigit(text.codePointBefore(start))
        || !Character.isLetterOrDigit(text.codePointAt(start));
  }
}
