package dev.ferrule.text.wordpiece;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.testkit.SharedData;
import dev.ferrule.text.Tokenizer;
import dev.ferrule.text.tokenizers.Tokenizers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ids and spans against Hugging Face tokenizers, on real texts in 400 languages and random ones.
 */
class WordPieceDifferentialTest {
  private static final String FILE = "tokenizers/all-minilm-l6-v2-tokenizer.json";

  @Test
  void declarationOfHumanRightsInAllLanguages() throws IOException {
    byte[] json = SharedData.bytes(FILE);
    Tokenizer ours = Tokenizers.read(json, "minilm");
    int files = 0;
    try (var reference = new ReferenceTokenizer(json);
        var zip = new ZipFile(SharedData.path("tokenizers/udhr2.zip").toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().endsWith(".txt")) {
          byte[] bytes = zip.getInputStream(entry).readAllBytes();
          reference.assertAgrees(ours, new String(bytes, StandardCharsets.UTF_8));
          files++;
        }
      }
      reference.assertAgrees(
          ours, String.join("\n", SharedData.lines("tokenizers/UDHR_first_article_all.txt")));
    }
    assertTrue(files > 380, "files=" + files);
  }

  /** A vocabulary that spells most of Unicode, so that a wrong code point gives a wrong id. */
  @ParameterizedTest
  @CsvSource({
    "true, true, null, true",
    "true, true, null, false",
    "true, true, false, true",
    "true, false, true, false",
    "false, true, null, true",
    "false, false, false, false",
    "false, true, true, true",
  })
  void randomTextUnderEachNormalisation(
      boolean clean, boolean chinese, String stripAccents, boolean lowercase) {
    var tree = (ObjectNode) JsonMapper.shared().readTree(SharedData.bytes(FILE));
    var normalizer = (ObjectNode) tree.get("normalizer");
    normalizer.put("clean_text", clean).put("handle_chinese_chars", chinese);
    normalizer.put("lowercase", lowercase);
    if (!stripAccents.equals("null")) {
      normalizer.put("strip_accents", Boolean.parseBoolean(stripAccents));
    }
    var vocabulary = (ObjectNode) tree.get("model").get("vocab");
    addCodePoints(vocabulary, 0, 0x3400);
    addCodePoints(vocabulary, 0xA600, 0xAC00);
    addCodePoints(vocabulary, 0xF900, 0x11F00);
    addCodePoints(vocabulary, 0x16000, 0x17000);
    addCodePoints(vocabulary, 0x1D100, 0x1D200);
    addCodePoints(vocabulary, 0x1E000, 0x1F000);
    byte[] json = JsonMapper.shared().writeValueAsBytes(tree);
    Tokenizer ours = Tokenizers.read(json, "wide");
    long seed = Long.getLong("seed", System.nanoTime());
    try (var reference = new ReferenceTokenizer(json)) {
      for (int i = 0; i < 1000; i++) {
        String text = new RandomText(seed + i).next(i % 100 == 0 ? 1000 : 30);
        try {
          reference.assertAgrees(ours, text);
        } catch (AssertionError e) {
          throw new AssertionError("replay with -Dseed=" + (seed + i), e);
        }
      }
    }
  }

  private static void addCodePoints(ObjectNode vocabulary, int from, int to) {
    for (int cp = from; cp < to; cp++) {
      String letter = Character.toString(cp);
      if (!vocabulary.has(letter)) {
        vocabulary.put(letter, vocabulary.size());
      }
      if (!vocabulary.has("##" + letter)) {
        vocabulary.put("##" + letter, vocabulary.size());
      }
    }
  }
}
