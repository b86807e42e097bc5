package dev.ferrule.bench;

import dev.ferrule.index.CollectionIndex;
import dev.ferrule.index.Hit;
import dev.ferrule.index.IndexedChunk;
import dev.ferrule.index.Query;
import dev.ferrule.index.SearchMode;
import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.model.CollectionSchema;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.FieldValue;
import dev.ferrule.model.Filter;
import dev.ferrule.server.collections.Collections;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How many queries a second does a collection's index answer on one thread at a recall@10 of .99,
 * beside hnswlib, usearch and faiss with the same graph settings, and what do filters cost? The
 * vectors are of real sentences. Rerun: {@code ./ferrule bench search [--vectors N]}.
 */
final class SearchBench implements Main.Bench {
  private static final int K = 10;
  private static final double RECALL = 0.99;
  private static final double FILTERED_RECALL = 0.95;
  private static final int ROUNDS = 3;
  private static final int[] PERMILLES = {1_000, 500, 100, 10, 1};
  private static final int[] BEAMS = {
    20, 30, 40, 60, 80, 100, 120, 150, 200, 250, 300, 400, 600, 800
  };
  private static final CollectionSchema SCHEMA =
      new CollectionSchema(
          "search", "none", ChunkingSettings.DEFAULT, CollectionSchema.Analyzer.ENGLISH, List.of());

  @Override
  public Report run(Main.Setup setup) throws IOException {
    int count = setup.quick() ? 10_000 : Integer.getInteger("ferrule.bench.vectors", 100_000);
    var report = new Report("search", setup.home());
    Path directory = setup.work("search").resolve(Integer.toString(count));
    SentenceVectors.make(setup, directory, count);
    Path peer = setup.home().resolve("bench/peers/vectors");
    Peer.setUp(peer);
    var rates = new TreeMap<String, Double>();
    String found =
        Peer.run(
            peer,
            List.of(
                ".venv/bin/python",
                "measure.py",
                directory.toString(),
                "--count",
                Integer.toString(count),
                "--recall",
                Double.toString(RECALL)),
            false);
    for (JsonNode one : JsonMapper.shared().readTree(found)) {
      String system = one.get("system").stringValue();
      Map<String, Object> row = report.row(system);
      one.properties().stream()
          .filter(field -> !field.getKey().equals("system"))
          .forEach(field ->
              row.put(
                  field.getKey(),
                  field.getValue().isNumber()
                      ? field.getValue().doubleValue()
                      : field.getValue().stringValue()));
      rates.put(
          system + " " + one.get("passing").stringValue(), one.get("queries/s").doubleValue());
    }
    ours(report, directory, count, rates);
    return report;
  }

  private static void ours(Report report, Path directory, int count, Map<String, Double> rates)
      throws IOException {
    Path place = directory.resolve("index");
    if (Files.exists(place)) {
      Collections.deleteRecursively(place);
    }
    FloatBuffer vectors = floats(directory.resolve("vectors.f32"));
    FloatBuffer queries = floats(directory.resolve("queries.f32"));
    IntBuffer buckets = ints(directory.resolve("buckets.i32"));
    long started = System.nanoTime();
    try (var index = CollectionIndex.open(place, SCHEMA, "1")) {
      for (int i = 0; i < count; i++) {
        index.put(
            Integer.toString(i),
            Map.of("bucket", List.of(new FieldValue.Int(buckets.get(i)))),
            List.of(new IndexedChunk(i, "", row(vectors, i))));
      }
      index.refresh();
      double searchable = (System.nanoTime() - started) / 1e9;
      System.err.printf(
          "  ferrule: searchable in %.1f s, %d segments%n", searchable, index.segments());
      index.compact(true);
      index.refresh();
      index.commit(1);
      double built = (System.nanoTime() - started) / 1e9;
      for (int permille : PERMILLES) {
        IntBuffer truth = ints(directory.resolve("truth-" + permille + ".i32"));
        Filter filter =
            permille == 1_000
                ? null
                : new Filter.Range(
                    "bucket",
                    null,
                    new Filter.Bound(new FieldValue.Int(permille), Filter.Edge.EXCLUSIVE));
        String passing =
            BigDecimal.valueOf(permille, 1).stripTrailingZeros().toPlainString() + " %";
        Map<String, Object> row = report.row("ferrule");
        row.put("passing", passing);
        double rate =
            rate(index, queries, truth, filter, filter == null ? RECALL : FILTERED_RECALL, row);
        if (filter == null) {
          row.put("build s", Report.round(built));
          row.put("MiB", (double) Math.round(size(place) / 1048576.0));
          double best =
              rates.entrySet().stream()
                  .filter(one -> one.getKey().endsWith(" 100 %"))
                  .mapToDouble(Map.Entry::getValue)
                  .max()
                  .orElse(0);
          report.ratio("queries/s over the fastest library", rate / best);
        } else {
          report.ratio(
              "queries/s over faiss, " + passing + " passing",
              rate / rates.getOrDefault("faiss HNSW " + passing, 0.0));
        }
      }
    }
  }

  /** The most queries a second, best of some rounds, with the narrowest beam that finds enough. */
  private static double rate(
      CollectionIndex index,
      FloatBuffer queries,
      IntBuffer truth,
      @Nullable Filter filter,
      double wanted,
      Map<String, Object> row) {
    for (int beam : BEAMS) {
      double recall = recall(index, queries, truth, filter, beam);
      if (recall >= wanted || beam == BEAMS[BEAMS.length - 1]) {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
          long started = System.nanoTime();
          for (int i = 0; i < SentenceVectors.QUERIES; i++) {
            index.search(query(queries, i, filter, beam));
          }
          best = Math.min(best, System.nanoTime() - started);
        }
        double rate = SentenceVectors.QUERIES * 1e9 / best;
        row.put("beam", (double) beam);
        row.put("recall", Report.round(recall));
        row.put("queries/s", Report.round(rate));
        System.err.println("  " + row);
        return rate;
      }
    }
    throw new IllegalStateException();
  }

  private static double recall(
      CollectionIndex index,
      FloatBuffer queries,
      IntBuffer truth,
      @Nullable Filter filter,
      int beam) {
    long right = 0;
    for (int i = 0; i < SentenceVectors.QUERIES; i++) {
      var expected = new HashSet<Integer>();
      for (int k = 0; k < K; k++) {
        expected.add(truth.get(i * K + k));
      }
      List<Hit> hits = index.search(query(queries, i, filter, beam));
      if (hits.size() < K) {
        throw new FerruleException(
            ErrorCode.INTERNAL, "expected %d hits, found %d".formatted(K, hits.size()));
      }
      right += hits.subList(0, K).stream().filter(hit -> expected.contains(hit.ordinal())).count();
    }
    return right / (double) (K * SentenceVectors.QUERIES);
  }

  private static Query query(FloatBuffer queries, int number, @Nullable Filter filter, int beam) {
    return new Query(SearchMode.DENSE, "", row(queries, number), filter, K, beam);
  }

  private static float[] row(FloatBuffer rows, int number) {
    var row = new float[SentenceVectors.DIMS];
    rows.get(number * SentenceVectors.DIMS, row);
    return row;
  }

  private static FloatBuffer floats(Path file) throws IOException {
    return mapped(file).asFloatBuffer();
  }

  private static IntBuffer ints(Path file) throws IOException {
    return mapped(file).asIntBuffer();
  }

  private static java.nio.ByteBuffer mapped(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
          .order(ByteOrder.nativeOrder());
    }
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      long sum = 0;
      for (Path file : new ArrayList<>(files.toList())) {
        sum += Files.isRegularFile(file) ? Files.size(file) : 0;
      }
      return sum;
    }
  }
}
