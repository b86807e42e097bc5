package dev.ferrule.text.wordpiece;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.text.tokenizers.Tokenizers;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class WordPieceJsonTest {
  private static void assertInvalid(String json, String message) {
    var thrown =
        assertThrows(
            FerruleException.class,
            () -> Tokenizers.read(json.getBytes(StandardCharsets.UTF_8), "m"));
    assertEquals(ErrorCode.MODEL_INVALID, thrown.code());
    assertEquals(message, thrown.getMessage());
  }

  private static void assertInvalid(Consumer<ObjectNode> change, String message) {
    ObjectNode tree = Vocabularies.tree("a");
    change.accept(tree);
    assertInvalid(tree.toString(), message);
  }

  private static ObjectNode model(ObjectNode tree) {
    return (ObjectNode) tree.get("model");
  }

  @Test
  void refusesOtherKindsOfModels() {
    assertInvalid(
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [\"a b\"]}}",
        "expected model type=WordPiece, found type=BPE: model=m");
    assertInvalid(
        "{\"model\": {\"type\": \"Unigram\", \"vocab\": [[\"a\", -1.5]]}}",
        "expected model type=WordPiece, found type=Unigram: model=m");
    assertInvalid("{}", "expected model type=WordPiece, found type=none: model=m");
  }

  @Test
  void refusesBrokenJson() {
    assertInvalid("", "expected a JSON object, found something else: model=m");
    assertInvalid("[1]", "expected a JSON object, found something else: model=m");
    assertInvalid(
        "{\"model\": {\"vocab\": {\"a\"",
        "expected a tokenizer.json, found broken JSON: model=m line=1 column=25");
    assertInvalid("{\"model\": 3}", "expected a model object, found something else: model=m");
  }

  @Test
  void refusesWhatItCannotFollow() {
    assertInvalid(
        tree -> tree.putObject("normalizer").put("type", "NFKC"),
        "expected normalizer type=BertNormalizer, found type=NFKC: model=m");
    assertInvalid(
        tree -> tree.putNull("pre_tokenizer"),
        "expected pre_tokenizer type=BertPreTokenizer, found type=none: model=m");
    assertInvalid(
        tree -> model(tree).put("max_input_chars_per_word", 0),
        "expected max_input_chars_per_word of 1 or more, found 0: model=m");
  }

  @Test
  void refusesABrokenVocabulary() {
    assertInvalid(
        tree -> ((ObjectNode) model(tree).get("vocab")).put("b", 0),
        "expected an id for each piece, found two pieces with id=0: model=m");
    assertInvalid(
        tree -> ((ObjectNode) model(tree).get("vocab")).put("b", 2_000_000_000),
        "expected an id from 0 to 4194303, found id=2000000000: model=m");
    assertInvalid(
        tree -> ((ObjectNode) model(tree).get("vocab")).put("b", "c"),
        "expected an integer id for each piece, found something else: model=m");
    assertInvalid(
        tree -> model(tree).putObject("vocab"), "expected a vocabulary, found none: model=m");
  }

  @Test
  void refusesAVocabularyWithoutItsSpecialTokens() {
    assertInvalid(
        tree -> model(tree).put("unk_token", "<unk>"),
        "expected the unknown token <unk> in the vocabulary, found none: model=m");
    assertInvalid(
        tree -> ((ObjectNode) model(tree).get("vocab")).remove("[SEP]"),
        "expected token [SEP] in the vocabulary, found none: model=m");
  }
}
