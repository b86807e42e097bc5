package dev.ferrule.embed;

import static dev.ferrule.embed.TestModels.MINILM;
import static dev.ferrule.embed.TestModels.alone;
import static dev.ferrule.embed.TestModels.bge;
import static dev.ferrule.embed.TestModels.cosine;
import static dev.ferrule.embed.TestModels.together;
import static dev.ferrule.embed.TestModels.tokens;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingModelTest {
  private static final List<String> TEXTS =
      List.of(
          "a",
          "Breakfast is served from seven to ten.",
          "Dogs up to 20 kg are welcome in the garden rooms; please tell us before you arrive, as "
              + "we keep two rooms free of animals for guests with allergies.",
          "",
          "стоимость номера",
          "The spa closes at nine.");

  @Test
  void bothBuiltInModelsGiveUnitVectorsOf384Dims() {
    for (EmbeddingModel model : List.of(MINILM, bge())) {
      assertEquals(384, model.dims());
      for (String text : TEXTS) {
        float[] vector = alone(model, text).vector();
        assertEquals(384, vector.length);
        assertEquals(1, Vectors.dot(vector, vector), 1e-5);
      }
    }
    assertEquals(254, MINILM.maxContentTokens());
    assertEquals(510, bge().maxContentTokens());
  }

  @Test
  void textAloneAndInABatchIsNearlyTheSame() {
    // Int8 models scale by the whole batch, padding included, so that they are not just the same.
    List<String> texts = TEXTS.stream().filter(text -> !text.isEmpty()).toList();
    for (EmbeddingModel model : List.of(MINILM, bge())) {
      Embedding[] batch =
          together(model, texts.stream().map(text -> Sequence.of(tokens(model, text))).toList());
      for (int i = 0; i < batch.length; i++) {
        double cosine = cosine(alone(model, texts.get(i)).vector(), batch[i].vector());
        assertTrue(cosine > 0.97, texts.get(i) + ": " + cosine);
      }
    }
  }

  @Test
  void passesOfAnySizeFollowEachOtherInOneForwardPass() throws ai.onnxruntime.OrtException {
    var pass = new ForwardPass(MINILM);
    Sequence small = Sequence.of(tokens(MINILM, TEXTS.get(1)));
    Sequence large = Sequence.of(tokens(MINILM, TEXTS.get(2)));
    float[] first = pass.run(List.of(small))[0].vector();
    pass.run(List.of(large, large, small));
    assertArrayEquals(first, pass.run(List.of(small))[0].vector(), 1e-6f);
  }

  @Test
  void nearerInMeaningIsNearer() {
    for (EmbeddingModel model : List.of(MINILM, bge())) {
      float[] cat = alone(model, "a cat sat").vector();
      double kitten = cosine(cat, alone(model, "a kitten was sitting").vector());
      double stocks = cosine(cat, alone(model, "stock markets fell").vector());
      assertTrue(kitten > stocks + 0.1, kitten + " " + stocks);
    }
  }

  @Test
  void poolingAndScalingAreWhatTheSettingsSay() {
    var settings =
        new ModelSettings(
            "m", 256, ModelSettings.Pooling.CLS, "", "", ModelSettings.Normalization.NONE);
    ModelFiles files = TestModels.MINILM_FILES;
    try (var raw = EmbeddingModel.load(new ModelFiles(settings, files.onnx(), files.tokenizer()))) {
      float[] first = alone(raw, TEXTS.get(1)).vector();
      float[] mean = alone(MINILM, TEXTS.get(1)).vector();
      assertTrue(Math.abs(Vectors.dot(first, first) - 1) > 0.01);
      double cosine = cosine(mean, first);
      assertTrue(cosine < 0.95, "cosine=" + cosine);
    }
  }

  @Test
  void textsLongerThanTheModelAreCut() {
    int[] ids = tokens(MINILM, "the sauna opens at noon ".repeat(100));
    assertTrue(ids.length > 400);
    float[] whole = alone(MINILM, Sequence.of(ids)).vector();
    int[] start = Arrays.copyOf(ids, MINILM.maxContentTokens());
    assertArrayEquals(whole, alone(MINILM, Sequence.of(start)).vector(), 1e-6f);
    int[] shorter = Arrays.copyOf(ids, MINILM.maxContentTokens() - 20);
    assertFalse(Arrays.equals(whole, alone(MINILM, Sequence.of(shorter)).vector()));
  }

  @Test
  void eachPartHasAVectorAndThoseBehindTheCutAreZero() {
    int[] ids = tokens(MINILM, "the sauna opens at noon ".repeat(80));
    int[] spans = {0, 5, 5, 10, 250, 260, 254, 300, 300, ids.length, 7, 7};
    byte[][] parts = alone(MINILM, new Sequence(ids, spans)).parts();
    assertEquals(6, parts.length);
    for (int i = 0; i < parts.length; i++) {
      assertEquals(384, parts[i].length);
      boolean zero = Arrays.equals(parts[i], new byte[384]);
      assertEquals(i >= 3, zero, "part " + i);
    }
    int largest = 0;
    for (byte component : parts[0]) {
      largest = Math.max(largest, Math.abs(component));
    }
    assertEquals(127, largest);
  }

  @Test
  void partOfTheWholeSequencePointsWhereTheMeanDoes() {
    int[] ids = tokens(MINILM, TEXTS.get(2));
    Embedding embedding = alone(MINILM, new Sequence(ids, new int[] {0, ids.length}));
    float cosine = Vectors.cosine(embedding.vector(), embedding.parts()[0]);
    assertTrue(cosine > 0.95, "cosine=" + cosine);
  }

  @Test
  void partsOfABatchBelongToTheirSequences() {
    int[] cats = tokens(MINILM, "a cat sat on the mat");
    int[] stocks =
        tokens(MINILM, "stock markets fell sharply in all three cities after the announcement");
    Embedding[] batch =
        together(
            MINILM,
            List.of(
                new Sequence(cats, new int[] {0, cats.length}),
                new Sequence(stocks, new int[] {0, stocks.length})));
    for (int i = 0; i < 2; i++) {
      float own = Vectors.cosine(batch[i].vector(), batch[i].parts()[0]);
      float other = Vectors.cosine(batch[i].vector(), batch[1 - i].parts()[0]);
      assertTrue(own > other + 0.3, own + " " + other);
    }
  }

  @Test
  void vectorArithmeticHoldsAtItsEdges() {
    float[] zero = new float[3];
    Vectors.normalize(zero);
    assertArrayEquals(new float[3], zero);
    assertArrayEquals(new byte[3], Vectors.toBytes(zero));
    assertEquals(0, Vectors.cosine(new float[] {1, 0, 0}, new byte[3]));
    assertArrayEquals(new byte[] {127, -64, 0}, Vectors.toBytes(new float[] {2, -1.005f, 0}));
    assertEquals(1, Vectors.cosine(new float[] {0, -1}, new byte[] {0, -127}), 1e-6);
  }
}
