package dev.ferrule.index;

import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.model.CollectionSchema;
import dev.ferrule.model.FieldValue;
import dev.ferrule.model.Filter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Small indexes and the searches on them. */
final class TestIndexes {
  static final String FORMAT = "1 test";

  private TestIndexes() {}

  static CollectionIndex open(Path path, CollectionSchema.Analyzer analyzer) {
    var schema = new CollectionSchema("c", "m", ChunkingSettings.DEFAULT, analyzer, List.of());
    return CollectionIndex.open(path, schema, FORMAT);
  }

  static CollectionIndex open(Path path) {
    return open(path, CollectionSchema.Analyzer.ENGLISH);
  }

  /** Puts a document of one chunk per text, all with the same vector. */
  static void put(CollectionIndex index, String id, float[] vector, String... texts) {
    put(index, id, Map.of(), vector, texts);
  }

  static void put(
      CollectionIndex index,
      String id,
      Map<String, List<FieldValue>> metadata,
      float[] vector,
      String... texts) {
    var chunks = new ArrayList<IndexedChunk>();
    for (int i = 0; i < texts.length; i++) {
      chunks.add(new IndexedChunk(i, texts[i], vector));
    }
    index.put(id, metadata, chunks);
  }

  static List<Hit> lexical(CollectionIndex index, String text, int limit) {
    return index.search(new Query(SearchMode.LEXICAL, text, null, null, limit));
  }

  static List<Hit> dense(
      CollectionIndex index, float[] vector, @Nullable Filter filter, int limit) {
    return index.search(new Query(SearchMode.DENSE, "", vector, filter, limit));
  }

  static List<Hit> hybrid(CollectionIndex index, String text, float[] vector, int limit) {
    return index.search(new Query(SearchMode.HYBRID, text, vector, null, limit));
  }

  static List<String> ids(List<Hit> hits) {
    return hits.stream().map(Hit::documentId).toList();
  }

  static float[] gaussian(Random random, int dims) {
    var vector = new float[dims];
    for (int i = 0; i < dims; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  static double cosine(float[] left, float[] right) {
    double dot = 0;
    double leftSquares = 0;
    double rightSquares = 0;
    for (int i = 0; i < left.length; i++) {
      dot += (double) left[i] * right[i];
      leftSquares += (double) left[i] * left[i];
      rightSquares += (double) right[i] * right[i];
    }
    return dot / Math.sqrt(leftSquares * rightSquares);
  }
}
