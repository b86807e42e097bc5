package dev.ferrule.text.wordpiece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.testkit.SharedData;
import dev.ferrule.text.TokenBuffer;
import dev.ferrule.text.Tokenizer;
import dev.ferrule.text.tokenizers.Tokenizers;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Ids written down from Hugging Face tokenizers 0.23.2 for texts in many languages. */
class GoldenTokensTest {
  private static final String GOLDEN = "tokenizers/golden_ids.dev.jsonl.gz";

  @ParameterizedTest
  @ValueSource(strings = {"all-minilm-l6-v2-tokenizer.json", "bge-small-en-v1.5-tokenizer.json"})
  void idsAreTheReferencesOnEveryGoldenLine(String file) {
    Tokenizer tokenizer = Tokenizers.read(SharedData.bytes("tokenizers/" + file), file);
    var out = new TokenBuffer();
    int lines = 0;
    for (String line : SharedData.lines(GOLDEN)) {
      JsonNode golden = JsonMapper.shared().readTree(line);
      out.clear();
      out.add(tokenizer.beginId(), 0, 0);
      tokenizer.encode(golden.get("text").stringValue(), out);
      out.add(tokenizer.endId(), 0, 0);
      assertArrayEquals(ids(golden), out.ids(), () -> "line id=" + golden.get("id"));
      lines++;
    }
    assertEquals(993, lines);
  }

  private static int[] ids(JsonNode golden) {
    return StreamSupport.stream(golden.get("ids").spliterator(), false)
        .mapToInt(JsonNode::intValue)
        .toArray();
  }
}
