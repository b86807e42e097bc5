package dev.ferrule.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.FieldValue;
import dev.ferrule.model.Filter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Dense search finds what comparing every vector finds, whatever share of them a filter passes.
 * Replays other data with {@code -Dferrule.fuzz.seed=...}.
 */
class VectorSearchDifferentialTest {
  private static final long SEED = Long.getLong("ferrule.fuzz.seed", 1);
  private static final int VECTORS = 20_000;
  private static final int DIMS = 64;
  private static final int CLUSTERS = 100;
  private static final int QUERIES = 20;
  private static final int TOP = 10;
  private static final double PROMISED_RECALL = 0.95;

  @TempDir private static Path directory;

  private static final List<float[]> VECTOR = new ArrayList<>();
  private static final List<float[]> CENTRES = new ArrayList<>();
  private static @Nullable CollectionIndex shared;

  /** Vector i has bucket i % 1000 and cluster (i * 7919) % CLUSTERS. */
  private static int cluster(int i) {
    return (int) ((i * 7_919L) % CLUSTERS);
  }

  private static float[] near(float[] centre, Random random) {
    float[] vector = TestIndexes.gaussian(random, DIMS);
    for (int d = 0; d < DIMS; d++) {
      vector[d] = centre[d] + 0.6f * vector[d];
    }
    float scale = (float) (1 / Math.sqrt(dot(vector, vector)));
    for (int d = 0; d < DIMS; d++) {
      vector[d] *= scale;
    }
    return vector;
  }

  private static double dot(float[] left, float[] right) {
    float dot = 0;
    for (int d = 0; d < DIMS; d++) {
      dot += left[d] * right[d];
    }
    return dot;
  }

  @BeforeAll
  static void build() {
    var random = new Random(SEED);
    CollectionIndex index = TestIndexes.open(directory);
    for (int c = 0; c < CLUSTERS; c++) {
      CENTRES.add(TestIndexes.gaussian(random, DIMS));
    }
    for (int i = 0; i < VECTORS; i++) {
      VECTOR.add(near(CENTRES.get(cluster(i)), random));
      index.put(
          "d" + i,
          Map.of(
              "bucket", List.of(new FieldValue.Int(i % 1_000)),
              "cluster", List.of(new FieldValue.Int(cluster(i)))),
          List.of(new IndexedChunk(0, "", VECTOR.getLast())));
      if (i == 12_000) {
        index.refresh(); // several segments
      }
    }
    index.refresh();
    assertEquals(VECTORS, index.chunks());
    shared = index;
  }

  @AfterAll
  static void close() {
    index().close();
  }

  private static CollectionIndex index() {
    return java.util.Objects.requireNonNull(shared);
  }

  private static Filter below(String field, long bound) {
    var to = new Filter.Bound(new FieldValue.Int(bound), Filter.Edge.EXCLUSIVE);
    return new Filter.Range(field, null, to);
  }

  private static List<String> nearest(float[] query, IntPredicate passes) {
    record Scored(int i, double cosine) {}
    return IntStream.range(0, VECTORS)
        .filter(passes)
        .mapToObj(i -> new Scored(i, dot(query, VECTOR.get(i))))
        .sorted(Comparator.comparingDouble(scored -> -scored.cosine()))
        .limit(TOP)
        .map(scored -> "d" + scored.i())
        .toList();
  }

  private static void requireRecall(
      @Nullable Filter filter, IntPredicate passes, int firstQueryCluster, String what) {
    var random = new Random(SEED + 1);
    int found = 0;
    int wanted = 0;
    for (int q = 0; q < QUERIES; q++) {
      int cluster = firstQueryCluster + q % (CLUSTERS - firstQueryCluster);
      float[] query = near(CENTRES.get(cluster), random);
      List<String> expected = nearest(query, passes);
      var hits = new HashSet<>(TestIndexes.ids(TestIndexes.dense(index(), query, filter, TOP)));
      assertEquals(expected.size(), hits.size(), what);
      for (String hit : hits) {
        assertTrue(passes.test(Integer.parseInt(hit.substring(1))), what);
      }
      wanted += expected.size();
      hits.retainAll(expected);
      found += hits.size();
    }
    double recall = (double) found / wanted;
    assertTrue(
        recall >= PROMISED_RECALL,
        () -> "seed=%d %s: recall@%d=%.3f".formatted(SEED, what, TOP, recall));
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 500, 250, 100, 10, 1})
  void recallDoesNotFallWithTheShareThatAFilterPasses(int perMille) {
    requireRecall(
        perMille == 1_000 ? null : below("bucket", perMille),
        i -> i % 1_000 < perMille,
        0,
        perMille + " per mille pass");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 25, 5})
  void recallDoesNotFallWhenAllThatPassesIsFarFromTheQuery(int clusters) {
    requireRecall(
        below("cluster", clusters),
        i -> cluster(i) < clusters,
        clusters,
        clusters + " clusters pass, queries are of the others");
  }

  @Test
  void filterThatPassesEverythingFindsWhatNoFilterFinds() {
    requireRecall(below("bucket", 5_000), _ -> true, 0, "a filter that all pass");
  }
}
