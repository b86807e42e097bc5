package dev.ferrule.text.wordpiece;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Small {@code tokenizer.json} files for tests. */
public final class Vocabularies {
  private static final String JSON =
      """
      {"added_tokens": [],
       "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
         "strip_accents": null, "lowercase": true},
       "pre_tokenizer": {"type": "BertPreTokenizer"},
       "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
         "max_input_chars_per_word": 100, "vocab": {}}}
      """;

  private Vocabularies() {}

  /** The tree of a file with these pieces after the special ones. */
  static ObjectNode tree(String... pieces) {
    var tree = (ObjectNode) JsonMapper.shared().readTree(JSON);
    var vocabulary = (ObjectNode) tree.get("model").get("vocab");
    for (String special : List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]")) {
      vocabulary.put(special, vocabulary.size());
    }
    for (String piece : pieces) {
      vocabulary.put(piece, vocabulary.size());
    }
    return tree;
  }

  /** The bytes of such a file. */
  public static byte[] json(String... pieces) {
    return tree(pieces).toString().getBytes(StandardCharsets.UTF_8);
  }
}
