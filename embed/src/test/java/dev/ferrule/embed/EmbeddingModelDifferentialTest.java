package dev.ferrule.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packaged models give what Python gives for them. {@code reference-vectors.jsonl} was made
 * with onnxruntime 1.31.1 and Hugging Face tokenizers from the same files: each text alone, without
 * a prefix, the mean of the tokens (MiniLM) or the first one (BGE), scaled to length 1. Int8
 * arithmetic differs a little between versions and processors, which the tolerance allows for.
 */
class EmbeddingModelDifferentialTest {
  private static final double TOLERANCE = 1e-2;
  private static final double LEAST_COSINE = 0.98;

  @Test
  void vectorsAreThoseOfPython() throws IOException {
    String lines;
    try (InputStream in = getClass().getResourceAsStream("reference-vectors.jsonl")) {
      lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
    int compared = 0;
    for (String line : lines.lines().toList()) {
      JsonNode reference = JsonMapper.shared().readTree(line);
      EmbeddingModel model =
          reference.get("model").asString().equals(TestModels.MINILM_NAME)
              ? TestModels.MINILM
              : TestModels.bge();
      float[] vector = TestModels.alone(model, reference.get("text").asString()).vector();
      var expected = new float[model.dims()];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = reference.get("vector").get(i).floatValue();
      }
      for (int i = 0; i < 4; i++) {
        assertEquals(expected[i], vector[i], TOLERANCE, reference.get("text").asString());
      }
      double cosine = TestModels.cosine(expected, vector);
      assertTrue(cosine >= LEAST_COSINE, () -> reference.get("text") + " cosine=" + cosine);
      compared++;
    }
    assertEquals(8, compared);
  }
}
