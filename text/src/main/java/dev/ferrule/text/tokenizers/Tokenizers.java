package dev.ferrule.text.tokenizers;

import dev.ferrule.text.Tokenizer;
import dev.ferrule.text.wordpiece.WordPieceTokenizer;

/** Makes tokenizers from the files that models come with. Thread-safe. */
public final class Tokenizers {
  private Tokenizers() {}

  /**
   * The tokenizer that a Hugging Face {@code tokenizer.json} describes. Only WordPiece models with
   * BERT's normaliser and splitting are known so far; truncation and padding in the file are left
   * to the caller.
   *
   * @param name names the model in messages
   * @throws dev.ferrule.model.FerruleException {@code model.invalid} if the JSON is broken, lacks a
   *     part, or describes a tokenizer of another kind
   */
  public static Tokenizer read(byte[] json, String name) {
    return WordPieceTokenizer.read(json, name);
  }
}
