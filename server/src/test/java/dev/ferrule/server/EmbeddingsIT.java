package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class EmbeddingsIT {
  private static final String MODEL = "all-MiniLM-L6-v2";
  @AutoClose private static final TestNode NODE = TestNode.start();

  private static JsonNode embed(String rest) {
    return NODE.client()
        .post("/v1/embeddings", "{\"model\": \"%s\", %s}".formatted(MODEL, rest))
        .require(200)
        .json();
  }

  private static float[] vector(JsonNode item) {
    JsonNode numbers = item.path("embedding");
    var vector = new float[numbers.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) numbers.path(i).asDouble(0);
    }
    return vector;
  }

  @Test
  void aTextGivesAUnitVectorInTheShapeThatOpenaiClientsRead() {
    JsonNode body = embed("\"input\": \"hello world\", \"user\": \"u\"");
    assertEquals("list", body.path("object").asString(""));
    assertEquals(MODEL, body.path("model").asString(""));
    JsonNode item = body.path("data").path(0);
    assertEquals("embedding", item.path("object").asString(""));
    assertEquals(0, item.path("index").asInt(-1));
    float[] vector = vector(item);
    assertEquals(384, vector.length);
    double square = 0;
    for (float component : vector) {
      square += component * component;
    }
    assertEquals(1, square, 1e-4);
    assertEquals(2, body.path("usage").path("prompt_tokens").asInt(0));
    assertEquals(2, body.path("usage").path("total_tokens").asInt(0));
  }

  @Test
  void base64IsTheSameFloatsInLittleEndian() {
    float[] plain = vector(embed("\"input\": \"a queen\"").path("data").path(0));
    JsonNode item =
        embed("\"input\": \"a queen\", \"encoding_format\": \"base64\"").path("data").path(0);
    byte[] bytes = Base64.getDecoder().decode(item.path("embedding").asString(""));
    var floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    assertEquals(plain.length, floats.remaining());
    for (float component : plain) {
      assertEquals(component, floats.get(), 1e-6);
    }
  }

  @Test
  void aListGivesAVectorEachInOrder() {
    List<String> texts =
        List.of("\"one\"", "\"a much longer text, of many words\"", "\"\"", "\"one\"");
    JsonNode data = embed("\"input\": [%s]".formatted(String.join(",", texts))).path("data");
    assertEquals(4, data.size());
    var vectors = new ArrayList<float[]>();
    for (int i = 0; i < 4; i++) {
      assertEquals(i, data.path(i).path("index").asInt(-1));
      vectors.add(vector(data.path(i)));
      float[] alone = vector(embed("\"input\": " + texts.get(i)).path("data").path(0));
      double cosine = 0;
      for (int j = 0; j < alone.length; j++) {
        cosine += alone[j] * vectors.get(i)[j];
      }
      // the quantized model scales by batch, so a text's vector depends a little on its company
      assertTrue(cosine > 0.97, "cosine to the text alone: " + cosine);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"model\": \"none\", \"input\": \"x\"}; 404; model.not-found",
        "{\"model\": \"\\u0000\", \"input\": \"x\"}; 404; model.not-found",
        "{\"model\": \"\", \"input\": \"x\"}; 404; model.not-found",
        "{\"model\": \"..\", \"input\": \"x\"}; 404; model.not-found",
        "{\"model\": \"../store\", \"input\": \"x\"}; 404; model.not-found",
        "{\"input\": \"x\"}; 400; request.malformed",
        "{\"model\": \"all-MiniLM-L6-v2\"}; 400; request.malformed",
        "{\"model\": \"all-MiniLM-L6-v2\", \"input\": []}; 400; request.malformed",
        "{\"model\": \"all-MiniLM-L6-v2\", \"input\": [1, 2]}; 400; request.malformed",
        "{\"model\": \"all-MiniLM-L6-v2\", \"input\": \"x\", \"encoding_format\": \"hex\"}; 400; "
            + "request.malformed",
        "{\"model\": \"all-MiniLM-L6-v2\", \"input\": \"x\", \"dimensions\": 128}; 400; "
            + "request.malformed"
      })
  void aRequestThatDoesNotFitIsRefused(String body, int status, String code) {
    NODE.client().post("/v1/embeddings", body).requireProblem(status, code);
  }

  @Test
  void theModelsAreListed() {
    JsonNode body = NODE.client().get("/v1/models").require(200).json();
    assertEquals("list", body.path("object").asString(""));
    var ids = new ArrayList<String>();
    body.path("data").forEach(model -> ids.add(model.path("id").asString("")));
    assertEquals(List.of("all-MiniLM-L6-v2", "bge-small-en-v1.5"), ids);
    assertEquals("model", body.path("data").path(0).path("object").asString(""));
  }
}
