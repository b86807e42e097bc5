package dev.ferrule.index;

import static dev.ferrule.index.TestIndexes.dense;
import static dev.ferrule.index.TestIndexes.hybrid;
import static dev.ferrule.index.TestIndexes.ids;
import static dev.ferrule.index.TestIndexes.lexical;
import static dev.ferrule.index.TestIndexes.open;
import static dev.ferrule.index.TestIndexes.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.model.CollectionSchema;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.FieldValue;
import dev.ferrule.model.Filter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CollectionIndexTest {
  private static final float[] EAST = {1, 0, 0, 0};
  private static final float[] NORTH_EAST = {1, 1, 0, 0};
  private static final float[] NORTH = {0, 1, 0, 0};
  private static final float[] WEST = {-1, 0, 0, 0};

  @TempDir private Path directory;

  @Test
  void putIsVisibleAfterRefreshOnly() {
    try (CollectionIndex index = open(directory)) {
      put(index, "a", EAST, "the swimming pool");
      assertEquals(List.of(), lexical(index, "pool", 10));
      assertEquals(0, index.chunks());
      index.refresh();
      assertEquals(List.of("a"), ids(lexical(index, "pool", 10)));
      assertEquals(1, index.chunks());
    }
  }

  @Test
  void replacementTakesThePlaceOfAllFormerChunks() {
    try (CollectionIndex index = open(directory)) {
      put(index, "a", EAST, "old pool", "old sauna", "old gym");
      put(index, "b", EAST, "old bar");
      index.refresh();
      put(index, "a", NORTH, "new pool");
      index.refresh();
      assertEquals(List.of("b"), ids(lexical(index, "old", 10)));
      assertEquals(List.of("a"), ids(lexical(index, "new", 10)));
      assertEquals(2, index.chunks());
      put(index, "a", NORTH);
      index.refresh();
      assertEquals(1, index.chunks());
    }
  }

  @Test
  void deletedDocumentIsNotFoundByAnySide() {
    try (CollectionIndex index = open(directory)) {
      put(index, "a", EAST, "pool", "pool bar");
      put(index, "b", NORTH, "pool");
      index.refresh();
      index.delete("a");
      index.delete("never there");
      index.refresh();
      assertEquals(List.of("b"), ids(lexical(index, "pool", 10)));
      assertEquals(List.of("b"), ids(dense(index, EAST, null, 10)));
      assertEquals(List.of("b"), ids(hybrid(index, "pool", EAST, 10)));
      index.clear();
      index.refresh();
      assertEquals(0, index.chunks());
      assertEquals(List.of(), hybrid(index, "pool", EAST, 10));
    }
  }

  @Test
  void hitNamesTheChunkOfItsDocument() {
    try (CollectionIndex index = open(directory)) {
      put(index, "a", EAST, "breakfast", "lunch", "dinner");
      index.refresh();
      Hit hit = lexical(index, "dinner", 10).getFirst();
      assertEquals("a", hit.documentId());
      assertEquals(2, hit.ordinal());
      assertEquals(1, hit.lexicalRank());
      assertEquals(0, hit.denseRank());
      assertEquals(hit.lexicalScore(), hit.score());
    }
  }

  @Test
  void denseHitsAreOrderedByCosine() {
    try (CollectionIndex index = open(directory)) {
      put(index, "west", WEST, "w");
      put(index, "north", NORTH, "n");
      put(index, "east", EAST, "e");
      put(index, "north-east", NORTH_EAST, "ne");
      index.refresh();
      List<Hit> hits = dense(index, new float[] {3, 0, 0, 0}, null, 10);
      assertEquals(List.of("east", "north-east", "north", "west"), ids(hits));
      double[] cosines = {1, Math.sqrt(0.5), 0, -1};
      for (int i = 0; i < cosines.length; i++) {
        assertEquals(cosines[i], hits.get(i).score(), 1e-6);
        assertEquals(cosines[i], hits.get(i).denseScore(), 1e-6);
        assertEquals(i + 1, hits.get(i).denseRank());
      }
      assertEquals(List.of("east"), ids(dense(index, EAST, null, 1)));
    }
  }

  @Test
  void lexicalHitsAreOrderedByBm25() {
    try (CollectionIndex index = open(directory)) {
      put(index, "once", EAST, "sauna in the cellar beside the gym and the bowling alley");
      put(index, "twice", EAST, "sauna, large sauna");
      put(index, "never", EAST, "garden");
      index.refresh();
      List<Hit> hits = lexical(index, "the sauna", 10);
      assertEquals(List.of("twice", "once"), ids(hits));
      assertTrue(hits.getFirst().score() > hits.getLast().score());
    }
  }

  @Test
  void hybridPutsWhatBothSidesFindFirst() {
    try (CollectionIndex index = open(directory)) {
      put(index, "words", WEST, "sauna hours");
      put(index, "both", EAST, "sauna hours");
      put(index, "vector", EAST, "garden path");
      put(index, "neither", WEST, "garden path");
      index.refresh();
      List<Hit> hits = hybrid(index, "sauna hours", EAST, 10);
      assertEquals("both", hits.getFirst().documentId());
      assertEquals("neither", hits.getLast().documentId());
      assertEquals(1.0, hits.getFirst().score(), 1e-6);
      assertEquals(0.0, hits.getLast().score(), 1e-6);
      assertEquals(0, hits.getLast().lexicalRank());
      assertEquals(List.of("both"), ids(hybrid(index, "sauna hours", EAST, 1)));
    }
  }

  @Test
  void hybridWithoutAnyKnownWordIsDense() {
    try (CollectionIndex index = open(directory)) {
      put(index, "east", EAST, "a");
      put(index, "north", NORTH, "b");
      index.refresh();
      for (String text : List.of("unheard", "what is the", "")) {
        assertEquals(List.of("north", "east"), ids(hybrid(index, text, NORTH, 10)), text);
      }
    }
  }

  @Test
  void hybridScoresEachCandidateByBothSidesThoughOneSideBroughtItUp() {
    var random = new Random(7);
    float[] query = TestIndexes.gaussian(random, 16);
    var vectors = new ArrayList<float[]>();
    try (CollectionIndex index = open(directory)) {
      for (int i = 0; i < 400; i++) {
        float[] vector = TestIndexes.gaussian(random, 16);
        vectors.add(vector);
        put(index, "d" + i, vector, "pool " + "filler ".repeat(random.nextInt(60)));
        if (i % 150 == 0) {
          index.refresh(); // several segments
        }
      }
      index.refresh();
      var lexicalScores = new java.util.HashMap<String, Float>();
      lexical(index, "pool", 400).forEach(h -> lexicalScores.put(h.documentId(), h.lexicalScore()));
      List<Hit> hits = hybrid(index, "pool", query, 150);
      assertTrue(hits.stream().anyMatch(hit -> hit.lexicalRank() == 0));
      assertTrue(hits.stream().anyMatch(hit -> hit.denseRank() == 0));
      for (Hit hit : hits) {
        float[] vector = vectors.get(Integer.parseInt(hit.documentId().substring(1)));
        assertEquals(TestIndexes.cosine(query, vector), hit.denseScore(), 1e-5);
        assertEquals(lexicalScores.getOrDefault(hit.documentId(), 0f), hit.lexicalScore(), 1e-5f);
      }
    }
  }

  @Test
  void aLongRunOfDeletedChunksHidesNoneBehindIt() {
    try (CollectionIndex index = open(directory)) {
      for (int i = 0; i < 400; i++) {
        put(index, "d" + i, TestIndexes.gaussian(new Random(i), 4), "pool");
      }
      index.refresh();
      for (int i = 0; i < 350; i++) {
        index.delete("d" + i);
      }
      index.refresh();
      assertEquals(50, dense(index, EAST, null, 400).size());
    }
  }

  @Test
  void segmentsAreBroughtTogetherWhenThatIsWorthIt() {
    try (CollectionIndex index = open(directory)) {
      for (int i = 0; i < 30; i++) {
        put(index, "d" + i, TestIndexes.gaussian(new Random(i), 4), "pool");
        if (i % 10 == 9) {
          index.refresh();
        }
      }
      assertEquals(3, index.segments());
      List<String> before = ids(dense(index, EAST, null, 30));
      assertTrue(index.compact(true));
      index.refresh();
      assertEquals(1, index.segments());
      assertEquals(before, ids(dense(index, EAST, null, 30)));
      put(index, "e", EAST, "bar");
      index.refresh();
      assertFalse(index.compact(true), "one chunk beside thirty is not worth writing all again");
      assertEquals(31, dense(index, EAST, null, 40).size());
      for (int i = 0; i < 5; i++) {
        put(index, "f" + i, EAST, "bar");
      }
      index.refresh();
      assertTrue(index.compact(true));
    }
  }

  @Test
  void filterHoldsForEverySide() {
    try (CollectionIndex index = open(directory)) {
      for (int i = 0; i < 20; i++) {
        var metadata = Map.<String, List<FieldValue>>of("n", List.of(new FieldValue.Int(i)));
        put(index, "d" + i, metadata, EAST, "pool");
      }
      index.refresh();
      var filter = new Filter.Eq("n", new FieldValue.Int(7));
      for (SearchMode mode : SearchMode.values()) {
        var hits = index.search(new Query(mode, "pool", EAST, filter, 10));
        assertEquals(List.of("d7"), ids(hits), mode.name());
      }
    }
  }

  @Test
  void noHitsAreWantedOrThereAreNone() {
    try (CollectionIndex index = open(directory)) {
      assertEquals(List.of(), hybrid(index, "pool", EAST, 10));
      assertEquals(List.of(), index.documents(new Filter.And(List.of())));
      put(index, "a", EAST, "pool");
      index.refresh();
      assertEquals(List.of(), hybrid(index, "pool", EAST, 0));
    }
  }

  @Test
  void longFiltersAndLongQuestionsTogetherAreAnswered() {
    try (CollectionIndex index = open(directory)) {
      var metadata = Map.<String, List<FieldValue>>of("k", List.of(new FieldValue.Keyword("v900")));
      put(index, "a", metadata, EAST, "pool");
      index.refresh();
      List<FieldValue> values =
          IntStream.range(0, 2_000)
              .<FieldValue>mapToObj(i -> new FieldValue.Keyword("v" + i))
              .toList();
      var in = new Filter.In("k", values);
      var or =
          new Filter.Or(
              values.subList(0, 1_000).stream().<Filter>map(v -> new Filter.Eq("k", v)).toList());
      String words =
          "pool " + String.join(" ", IntStream.range(0, 700).mapToObj(i -> "w" + i).toList());
      for (Filter filter : List.of(in, or, new Filter.Not(new Filter.Not(in)))) {
        for (SearchMode mode : SearchMode.values()) {
          assertEquals(List.of("a"), ids(index.search(new Query(mode, words, EAST, filter, 10))));
        }
        assertEquals(List.of("a"), index.documents(filter));
      }
    }
  }

  @Test
  void documentsThatPassAFilterAreListedOnce() {
    try (CollectionIndex index = open(directory)) {
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 9; i++) {
          var metadata = Map.<String, List<FieldValue>>of("n", List.of(new FieldValue.Int(i % 3)));
          put(index, "d" + i, metadata, EAST, "one", "two", "three");
        }
        index.refresh();
      }
      index.delete("d4");
      index.refresh();
      assertEquals(List.of("d1", "d7"), index.documents(new Filter.Eq("n", new FieldValue.Int(1))));
      assertEquals(8, index.documents(new Filter.And(List.of())).size());
    }
  }

  @Test
  void commitCarriesTheSequenceOverReopening() {
    try (CollectionIndex index = open(directory)) {
      assertEquals(0, index.committedSequence());
      put(index, "a", EAST, "pool");
      index.commit(41);
      put(index, "b", EAST, "pool");
      index.refresh();
      assertEquals(2, index.chunks());
      assertEquals(41, index.committedSequence());
    }
    try (CollectionIndex index = open(directory)) {
      assertEquals(41, index.committedSequence());
      assertEquals(List.of("a"), ids(lexical(index, "pool", 10))); // b was not committed
      index.commit(42); // nothing but the sequence changes
    }
    try (CollectionIndex index = open(directory)) {
      assertEquals(42, index.committedSequence());
    }
  }

  @Test
  void indexOfAnotherFormatIsEmptied() {
    try (CollectionIndex index = open(directory)) {
      put(index, "a", EAST, "pool");
      index.commit(41);
    }
    var schema =
        new CollectionSchema(
            "c", "m", ChunkingSettings.DEFAULT, CollectionSchema.Analyzer.STANDARD, List.of());
    try (CollectionIndex index = CollectionIndex.open(directory, schema, "2 other")) {
      assertEquals(0, index.committedSequence());
      assertEquals(0, index.chunks());
      index.put("a", Map.of(), List.of(new IndexedChunk(0, "pool", new float[] {1, 0}))); // 2 dims
      index.commit(7);
    }
    try (CollectionIndex index = CollectionIndex.open(directory, schema, "2 other")) {
      assertEquals(7, index.committedSequence());
      assertEquals(1, index.chunks());
    }
  }

  @Test
  void damagedIndexFailsAndCanBeMadeAgainInItsPlace() throws IOException {
    Path sound = directory.resolve("sound");
    try (CollectionIndex index = open(sound)) {
      put(index, "a", EAST, "pool");
      put(index, "b", EAST, "sauna");
      index.commit(41);
    }
    int damaged = 0;
    for (Path file : files(sound)) {
      String name = String.valueOf(file.getFileName());
      if (name.equals("write.lock")) {
        continue;
      }
      Path copy = directory.resolve("damaged-" + name);
      copy(sound, copy);
      byte[] bytes = Files.readAllBytes(file);
      Files.write(copy.resolve(name), java.util.Arrays.copyOf(bytes, bytes.length / 2));
      var thrown = assertThrows(FerruleException.class, () -> open(copy).close(), name);
      assertEquals(ErrorCode.INDEX_FAILED, thrown.code(), name);
      for (Path left : files(copy)) {
        Files.delete(left);
      }
      try (CollectionIndex index = open(copy)) {
        assertEquals(0, index.committedSequence());
      }
      damaged++;
    }
    assertTrue(damaged >= 3, () -> "too few files");
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : files(from)) {
      Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
    }
  }

  @Test
  void indexInUseFailsAndIsFreeAfterClosing() {
    CollectionIndex index = open(directory);
    var thrown = assertThrows(FerruleException.class, () -> open(directory));
    assertEquals(ErrorCode.INDEX_FAILED, thrown.code());
    index.close();
    open(directory).close();
  }

  @Test
  void searchesBesideWritesSeeWholeDocuments() throws InterruptedException {
    var stop = new AtomicBoolean();
    var searches = new AtomicInteger();
    var failures = new ConcurrentLinkedQueue<Throwable>();
    try (CollectionIndex index = open(directory)) {
      put(index, "steady", NORTH_EAST, "pool 0", "pool 0", "pool 0");
      index.refresh();
      var filter = new Filter.Documents(List.of("steady"));
      Runnable search =
          () -> {
            try {
              while (!stop.get()) {
                for (SearchMode mode : SearchMode.values()) {
                  var hits = index.search(new Query(mode, "pool", EAST, filter, 10));
                  assertEquals(3, hits.size(), mode.name());
                }
                assertEquals(List.of("steady"), index.documents(filter));
                searches.incrementAndGet();
              }
            } catch (RuntimeException | AssertionError e) {
              failures.add(e);
            }
          };
      var searchers = List.of(new Thread(search), new Thread(search));
      searchers.forEach(Thread::start);
      long end = System.nanoTime() + java.time.Duration.ofSeconds(2).toNanos();
      for (int i = 1; System.nanoTime() < end && failures.isEmpty(); i++) {
        String text = "pool " + i;
        put(index, "steady", NORTH_EAST, text, text, text);
        put(index, "other" + i % 50, NORTH, text);
        index.delete("other" + (i + 25) % 50);
        index.refresh();
        if (i % 20 == 0) {
          index.commit(i);
        }
      }
      stop.set(true);
      for (Thread searcher : searchers) {
        searcher.join();
      }
    }
    assertEquals(List.of(), List.copyOf(failures));
    assertTrue(searches.get() > 0);
  }
}
