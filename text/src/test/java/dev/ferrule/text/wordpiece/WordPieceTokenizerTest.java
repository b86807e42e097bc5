package dev.ferrule.text.wordpiece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.ferrule.text.TokenBuffer;
import dev.ferrule.text.Tokenizer;
import dev.ferrule.text.tokenizers.Tokenizers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordPieceTokenizerTest {
  private static final String[] PIECES = {
    "un",
    "##aff",
    "##able",
    "##a",
    "a",
    "##ffx",
    "café",
    "cafe",
    "hello",
    "中",
    ",",
    "##s",
    "x",
    "internationalization",
    "abcdefghijklmnop",
    "abcdefgh",
    "##b",
  };

  private final Tokenizer tokenizer = Tokenizers.read(Vocabularies.json(PIECES), "test");

  private List<String> tokens(String text) {
    return tokens(tokenizer, text);
  }

  static List<String> tokens(Tokenizer tokenizer, String text) {
    var out = new TokenBuffer();
    tokenizer.encode(text, out);
    return IntStream.range(0, out.size()).mapToObj(i -> tokenizer.token(out.id(i))).toList();
  }

  @Test
  void longestPieceComesFirst() {
    assertEquals(List.of("un", "##aff", "##able"), tokens("unaffable"));
    assertEquals(List.of("hello", ",", "hello"), tokens("Hello,HELLO"));
  }

  @Test
  void aWordThatCannotBeSpelledIsUnknownAsAWhole() {
    assertEquals(List.of("[UNK]"), tokens("unaffq"));
    assertEquals(List.of("[UNK]", "a"), tokens("unaffableunz a"));
  }

  @Test
  void wordsOfEveryLengthAreFound() {
    assertEquals(
        List.of("abcdefgh", "abcdefghijklmnop", "internationalization", "x"),
        tokens("ABCDEFGH AbcdefghIjklmnop INTERNATIONALIZATION x"));
  }

  @Test
  void accentsAreStrippedAndSpansPointAtTheOriginal() {
    String text = "  Cafe\u0301s, 中a";
    assertArrayEquals(
        new String[] {"11@2-6", "15@7-8", "14@8-9", "13@10-11", "8@11-12"},
        ReferenceTokenizer.encode(tokenizer, text));
  }

  @Test
  void aWordOfMoreThanTheLongestIsUnknown() {
    assertEquals(100, tokens("a".repeat(100)).size());
    assertEquals(List.of("[UNK]"), tokens("a".repeat(101)));
    assertEquals(List.of("[UNK]"), tokens("ä".repeat(101)));
  }

  @Test
  void halfASurrogatePairIsRemoved() {
    assertEquals(List.of("hello"), tokens("hel\uD83Dlo"));
    assertEquals(List.of("hello"), tokens("hello\uDE00"));
  }

  @Test
  void aRangeIsEncodedAsIfItStoodAlone() {
    var out = new TokenBuffer();
    tokenizer.encode("xxhelloxx", 2, 7, out);
    assertArrayEquals(new int[] {12}, out.ids());
    assertEquals(2, out.startChars(0));
    assertEquals(7, out.endChars(0));
  }

  @Test
  void textLongerThanAStretchIsCutOnlyAtWhiteSpace() {
    for (int letters = 1; letters < 60; letters += 7) {
      String text = ("a".repeat(letters) + " é, ").repeat(5000);
      List<String> once = tokens(text.substring(0, letters + 4));
      assertEquals(5000 * once.size(), tokens(text).size());
    }
  }

  @Test
  void oneTokenizerServesManyThreads() {
    String text = "unaffable Hello, cafés 中 ".repeat(200);
    List<String> expected = tokens(text);
    IntStream.range(0, 400).parallel().forEach(i -> assertEquals(expected, tokens(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "\u0301",
        "[",
        "中",
        "é",
        "a\u0301",
        "\u302E\u0301",
        ",",
        "\u0000",
        "각",
        "[CLS",
        "un",
        " ",
        "\uD83D",
        "q",
        "ab",
        "\uD834\uDD5E"
      })
  void hostileTextTakesLinearTime(String unit) {
    String text = unit.repeat(1_000_000 / unit.length());
    var out = new TokenBuffer();
    assertTimeout(Duration.ofSeconds(5), () -> tokenizer.encode(text, out));
  }

  @Test
  void idsOutsideTheVocabularyAreRefused() {
    assertEquals(4 + PIECES.length, tokenizer.vocabularySize());
    assertThrows(IndexOutOfBoundsException.class, () -> tokenizer.token(999));
    assertEquals(
        List.of(2, 3, 0), Arrays.asList(tokenizer.beginId(), tokenizer.endId(), tokenizer.padId()));
  }
}
