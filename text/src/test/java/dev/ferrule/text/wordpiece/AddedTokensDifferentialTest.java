package dev.ferrule.text.wordpiece;

import dev.ferrule.text.Tokenizer;
import dev.ferrule.text.tokenizers.Tokenizers;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Added tokens with every combination of flags, against Hugging Face tokenizers. */
class AddedTokensDifferentialTest {
  private static final String[] CONTENTS = {
    "[CLS]", "[C", "<tag>", "<Tag>", "été", "new york", "İx", "ab", "a", "中", "tag", "_u",
  };
  private static final String[] PARTS = {
    "[CLS]",
    "[C",
    "[",
    "<tag>",
    "<TAG>",
    "été",
    "e\u0301te\u0301",
    "New York",
    "new\tyork",
    "ix",
    "İX",
    "AB",
    "ab",
    "a",
    "b",
    "中",
    " ",
    "  ",
    "\u00A0",
    "\u3000",
    "\n",
    ".",
    "_",
    "_u",
    "7",
    "\u0301",
    "\u200D",
    "é",
    "xyz",
    "\u302E\u0301",
    "\uD83D\uDE00",
  };

  @Test
  void matchesUnderEveryCombinationOfFlags() {
    long seed = Long.getLong("seed", System.nanoTime());
    for (int round = 0; round < 40; round++) {
      var random = new SplittableRandom(seed + round);
      byte[] json = randomTokenizer(random);
      Tokenizer ours = Tokenizers.read(json, "added");
      try (var reference = new ReferenceTokenizer(json)) {
        for (int i = 0; i < 100; i++) {
          var text = new StringBuilder();
          for (int j = random.nextInt(12); j >= 0; j--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
          }
          reference.assertAgrees(ours, text.toString());
        }
      } catch (AssertionError e) {
        throw new AssertionError("replay with -Dseed=" + (seed + round), e);
      }
    }
  }

  private static byte[] randomTokenizer(SplittableRandom random) {
    ObjectNode tree =
        Vocabularies.tree(
            "a", "b", "##a", "##b", "e", "##e", "##t", "t", "x", "##x", "i", "new", "york", "中",
            "[", "<", ">", ".", "_", "tag", "c", "u", "7", "##7", "##u", "##y", "##z", "##i");
    int id = tree.get("model").get("vocab").size();
    var added = tree.withArray("added_tokens");
    for (String content : CONTENTS) {
      if (random.nextInt(3) != 0) {
        var known = tree.get("model").get("vocab").get(content);
        added
            .addObject()
            .put("id", known == null ? id++ : known.intValue())
            .put("content", content)
            .put("single_word", random.nextInt(4) == 0)
            .put("lstrip", random.nextInt(3) == 0)
            .put("rstrip", random.nextInt(3) == 0)
            .put("normalized", random.nextBoolean())
            .put("special", random.nextBoolean());
      }
    }
    return tree.toString().getBytes(StandardCharsets.UTF_8);
  }
}
