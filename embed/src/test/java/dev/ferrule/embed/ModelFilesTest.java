package dev.ferrule.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFilesTest {
  private static final String SETTINGS =
      """
      {"pooling": "cls", "max_tokens": 128, "query_prefix": "q: ", "document_prefix": "d: ",
       "normalize": false}\
      """;

  @TempDir private Path models;

  private void write(String file, String content) throws IOException {
    Path directory = Files.createDirectories(models.resolve("mine"));
    Files.writeString(directory.resolve(file), content);
  }

  private FerruleException failure() {
    return assertThrows(FerruleException.class, () -> ModelFiles.read("mine", models));
  }

  private void requireFailure(ErrorCode code, String part) {
    var thrown = failure();
    assertEquals(code, thrown.code());
    assertTrue(
        String.valueOf(thrown.getMessage()).contains(part), () -> thrown + " without " + part);
  }

  @Test
  void builtInModelsAreNamed() {
    assertEquals(List.of(TestModels.MINILM_NAME, TestModels.BGE_NAME), ModelFiles.builtIn());
  }

  @Test
  void unknownNameNamesWhatThereIsAndTheSettingThatSaysWhereToLook() {
    requireFailure(ErrorCode.MODEL_NOT_FOUND, "embedding.models_directory");
    requireFailure(ErrorCode.MODEL_NOT_FOUND, TestModels.MINILM_NAME);
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    write("other", "");
    requireFailure(ErrorCode.MODEL_NOT_FOUND, "model.json");
    write("model.json", SETTINGS);
    requireFailure(ErrorCode.MODEL_NOT_FOUND, "model.onnx");
    write("model.onnx", "");
    requireFailure(ErrorCode.MODEL_NOT_FOUND, "tokenizer.json");
  }

  @Test
  void settingsAreRead() throws IOException {
    write("model.json", SETTINGS);
    write("model.onnx", "onnx");
    write("tokenizer.json", "tokenizer");
    ModelFiles files = ModelFiles.read("mine", models);
    assertEquals(
        new ModelSettings(
            "mine", 128, ModelSettings.Pooling.CLS, "q: ", "d: ", ModelSettings.Normalization.NONE),
        files.settings());
    assertEquals("onnx", java.nio.charset.StandardCharsets.UTF_8.decode(files.onnx()).toString());
  }

  @Test
  void prefixesAndNormalizationHaveDefaults() throws IOException {
    write("model.json", "{\"pooling\": \"MEAN\", \"max_tokens\": 8}");
    write("model.onnx", "");
    write("tokenizer.json", "");
    assertEquals(
        new ModelSettings(
            "mine", 8, ModelSettings.Pooling.MEAN, "", "", ModelSettings.Normalization.UNIT),
        ModelFiles.read("mine", models).settings());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"max_tokens\": 128}",
        "{\"max_tokens\": 128, \"pooling\": \"max\"}",
        "{\"max_tokens\": 128, \"pooling\": {}}",
        "{\"max_tokens\": 128, \"pooling\": 1}"
      })
  void otherPoolingIsRefused(String settings) throws IOException {
    write("model.json", settings);
    requireFailure(ErrorCode.MODEL_INVALID, "expected pooling mean or cls");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"max_tokens\": 7,",
        "\"max_tokens\": 8193,",
        "\"max_tokens\": \"many\",",
        "\"max_tokens\": 1e300,",
        "\"max_tokens\": null,"
      })
  void maxTokensOutOfItsLimitsIsRefused(String maxTokens) throws IOException {
    write("model.json", "{" + maxTokens + " \"pooling\": \"mean\"}");
    requireFailure(ErrorCode.MODEL_INVALID, "expected max_tokens between 8 and 8192");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pooling: mean", "{", "[]", "null", "\u0000"})
  void settingsThatAreNoJsonObjectAreRefused(String settings) throws IOException {
    write("model.json", settings);
    requireFailure(ErrorCode.MODEL_INVALID, "model.json");
  }

  private static ByteBuffer direct(byte... content) {
    return ByteBuffer.allocateDirect(content.length).put(content).flip();
  }

  @Test
  void garbageModelIsInvalid() {
    ByteBuffer whole = TestModels.MINILM_FILES.onnx();
    var garbage = new byte[5_000];
    new java.util.Random(1).nextBytes(garbage);
    for (ByteBuffer onnx :
        List.of(direct(), direct(garbage), whole.slice(0, whole.remaining() / 20))) {
      var files =
          new ModelFiles(
              TestModels.MINILM_FILES.settings(), onnx, TestModels.MINILM_FILES.tokenizer());
      var thrown = assertThrows(FerruleException.class, () -> EmbeddingModel.load(files));
      assertEquals(ErrorCode.MODEL_INVALID, thrown.code());
      assertTrue(String.valueOf(thrown.getMessage()).contains(TestModels.MINILM_NAME));
    }
  }

  @Test
  void garbageTokenizerIsInvalid() {
    for (String tokenizer : List.of("", "{}", "[1]", "{\"model\": {\"type\": \"Unheard\"}}")) {
      var files =
          new ModelFiles(
              TestModels.MINILM_FILES.settings(),
              TestModels.MINILM_FILES.onnx(),
              tokenizer.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      var thrown = assertThrows(FerruleException.class, () -> EmbeddingModel.load(files));
      assertEquals(ErrorCode.MODEL_INVALID, thrown.code(), tokenizer);
    }
  }

  @Test
  void fingerprintChangesWithEachPart() {
    ModelFiles files = TestModels.MINILM_FILES;
    String fingerprint = files.fingerprint();
    assertEquals(64, fingerprint.length());
    assertEquals(fingerprint, TestModels.MINILM.fingerprint());
    ModelSettings s = files.settings();
    var otherSettings =
        new ModelSettings(
            s.name(), 128, s.pooling(), s.queryPrefix(), s.documentPrefix(), s.normalization());
    byte[] other = {1};
    for (ModelFiles changed :
        List.of(
            new ModelFiles(otherSettings, files.onnx(), files.tokenizer()),
            new ModelFiles(s, direct(other), files.tokenizer()),
            new ModelFiles(s, files.onnx(), other))) {
      assertNotEquals(fingerprint, changed.fingerprint());
    }
  }
}
