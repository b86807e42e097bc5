package dev.ferrule.text.wordpiece;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.text.Tokenizer;
import dev.ferrule.text.tokenizers.Tokenizers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** LinMaxMatch against longest match done literally. */
class PieceTrieTest {
  @Test
  void splitsEveryWordAsLongestMatchWould() {
    for (long seed = 0; seed < 60; seed++) {
      var random = new SplittableRandom(seed);
      Set<String> pieces = new LinkedHashSet<>();
      int letters = random.nextInt(1, 5);
      for (int i = random.nextInt(1, 30); i > 0; i--) {
        pieces.add((random.nextBoolean() ? "##" : "") + word(random, letters, 6));
      }
      Tokenizer tokenizer =
          Tokenizers.read(Vocabularies.json(pieces.toArray(new String[0])), "random");
      for (int i = 0; i < 1000; i++) {
        String word = word(random, letters, 24);
        assertEquals(
            longestMatch(pieces, word),
            WordPieceTokenizerTest.tokens(tokenizer, word),
            "seed=%d word=%s pieces=%s".formatted(seed, word, pieces));
      }
    }
  }

  /** Half the letters are not ASCII, so that both scanners are asked. */
  private static String word(SplittableRandom random, int letters, int longest) {
    var word = new StringBuilder();
    for (int i = random.nextInt(1, longest + 1); i > 0; i--) {
      word.append("aбbж".charAt(random.nextInt(letters)));
    }
    return word.toString();
  }

  private static List<String> longestMatch(Set<String> pieces, String word) {
    List<String> found = new ArrayList<>();
    for (int start = 0; start < word.length(); ) {
      String prefix = start == 0 ? "" : "##";
      int end = word.length();
      while (end > start && !pieces.contains(prefix + word.substring(start, end))) {
        end--;
      }
      if (end == start) {
        return List.of("[UNK]");
      }
      found.add(prefix + word.substring(start, end));
      start = end;
    }
    return found;
  }
}
