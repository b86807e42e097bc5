package dev.ferrule.text;

/**
 * Turns text into a model's token ids. Thread-safe: state of a call lives in the {@link
 * TokenBuffer}.
 */
public interface Tokenizer {
  /**
   * Appends the tokens of {@code text[startChars, endChars)} to {@code out}, without special tokens
   * and without truncation. Spans are offsets into {@code text}. O(n) time for any input.
   */
  void encode(String text, int startChars, int endChars, TokenBuffer out);

  /** Appends the tokens of the whole text. */
  default void encode(String text, TokenBuffer out) {
    encode(text, 0, text.length(), out);
  }

  /** The token with this id, as the vocabulary spells it. */
  String token(int id);

  /**
   * Whether a token with this id is always a later part of a word, so that cutting the text before
   * it would change the tokens on both sides.
   */
  default boolean continuesWord(int id) {
    return false;
  }

  /** The number of ids; each id is below it. */
  int vocabularySize();

  /** The id that begins a sequence ({@code [CLS]}). */
  int beginId();

  /** The id that ends a sequence ({@code [SEP]}). */
  int endId();

  /** The id that fills up a batch ({@code [PAD]}). */
  int padId();
}
