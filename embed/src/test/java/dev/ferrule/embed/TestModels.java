package dev.ferrule.embed;

import ai.onnxruntime.OrtException;
import dev.ferrule.text.TokenBuffer;
import java.nio.file.Path;
import java.util.List;

/** The built-in models, loaded once for all tests of a JVM, and never closed. */
final class TestModels {
  static final String MINILM_NAME = "all-MiniLM-L6-v2";
  static final String BGE_NAME = "bge-small-en-v1.5";
  static final ModelFiles MINILM_FILES = ModelFiles.read(MINILM_NAME, Path.of("none"));
  static final EmbeddingModel MINILM = EmbeddingModel.load(MINILM_FILES);

  private TestModels() {}

  static EmbeddingModel bge() {
    return Bge.MODEL;
  }

  private static final class Bge {
    static final EmbeddingModel MODEL =
        EmbeddingModel.load(ModelFiles.read(BGE_NAME, Path.of("none")));
  }

  static int[] tokens(EmbeddingModel model, String text) {
    var buffer = new TokenBuffer();
    model.tokenizer().encode(text, buffer);
    return buffer.ids();
  }

  /** The embedding of one text in a pass of its own. */
  static Embedding alone(EmbeddingModel model, String text) {
    return alone(model, Sequence.of(tokens(model, text)));
  }

  static Embedding alone(EmbeddingModel model, Sequence sequence) {
    return together(model, List.of(sequence))[0];
  }

  static Embedding[] together(EmbeddingModel model, List<Sequence> sequences) {
    try {
      return new ForwardPass(model).run(sequences);
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  static double cosine(float[] left, float[] right) {
    return Vectors.dot(left, right)
        / Math.sqrt((double) Vectors.dot(left, left) * Vectors.dot(right, right));
  }
}
