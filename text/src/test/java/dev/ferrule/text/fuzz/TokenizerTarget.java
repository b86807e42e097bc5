package dev.ferrule.text.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.text.TokenBuffer;
import dev.ferrule.text.Tokenizer;
import dev.ferrule.text.tokenizers.Tokenizers;
import dev.ferrule.text.wordpiece.Vocabularies;
import java.nio.charset.StandardCharsets;

/**
 * Any text has tokens of the vocabulary, in order and inside it, and a part of a text has those of
 * the part alone.
 */
public final class TokenizerTarget {
  static final Tokenizer TOKENIZER =
      Tokenizers.read(
          Vocabularies.json(
              "a", "b", "c", "e", "the", "##a", "##b", "##c", "##e", "##s", ".", ",", "-", "|", "#",
              "中", "文", "é", "😀", "1", "##1"),
          "fuzz");

  private TokenizerTarget() {}

  /** Checks one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    // as UTF-8, and as UTF-16 so that halves of surrogate pairs come too
    check(new String(input, StandardCharsets.UTF_8));
    var units = new char[input.length / 2];
    for (int i = 0; i < units.length; i++) {
      units[i] = (char) ((input[2 * i] << 8) | (input[2 * i + 1] & 0xff));
    }
    check(new String(units));
  }

  private static void check(String text) {
    var tokens = new TokenBuffer();
    TOKENIZER.encode(text, tokens);
    int start = 0;
    for (int i = 0; i < tokens.size(); i++) {
      int id = tokens.ids()[i];
      assertTrue(id >= 0 && id < TOKENIZER.vocabularySize(), () -> "id " + id);
      assertTrue(tokens.startChars(i) >= start, "a token before the last");
      assertTrue(tokens.endChars(i) >= tokens.startChars(i), "a token that ends before it begins");
      assertTrue(tokens.endChars(i) <= text.length(), "a token behind the text");
      start = tokens.startChars(i);
    }
    int from = text.length() / 3;
    int to = text.length() - text.length() / 4;
    var part = new TokenBuffer();
    TOKENIZER.encode(text, from, to, part);
    var alone = new TokenBuffer();
    TOKENIZER.encode(text.substring(from, to), alone);
    assertArrayEquals(alone.ids(), part.ids());
  }
}
