package dev.ferrule.store.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.Chunk;
import dev.ferrule.model.Document;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A writing process is killed (SIGKILL) at random moments, round after round on one directory; what
 * it acknowledged is there. Replays its moments with {@code -Dferrule.crash.seed=...}, more of them
 * with {@code -Dferrule.crash.rounds=...}.
 */
class DocumentStoreCrashTest {
  private static final long SEED =
      Long.getLong("ferrule.crash.seed", System.nanoTime() & 0xffff_ffffL);
  private static final int ROUNDS = Integer.getInteger("ferrule.crash.rounds", 5);

  @TempDir private Path directory;

  /** What a document should be; null content when it should be absent. */
  private record State(@Nullable String content, String title, int chunks) {
    static final State ABSENT = new State(null, "", 0);
  }

  /** What the dead process said, over all rounds. */
  private static final class Told {
    final Map<String, State> acknowledged = new HashMap<>();
    final Map<String, State> underWay = new HashMap<>();
    final Map<Long, String> sequences = new HashMap<>();
    private final Map<String, Long> underWayVersion = new HashMap<>();

    State state(String id) {
      return acknowledged.getOrDefault(id, State.ABSENT);
    }

    void hear(String line) {
      String[] words = line.split(" ");
      String id = words[1];
      long version = Long.parseLong(words[2]);
      if (words[0].equals("A")) {
        assertEquals(version, underWayVersion.remove(id));
        acknowledged.put(id, assertPresent(underWay.remove(id)));
        long sequence = Long.parseLong(words[3]);
        if (sequence > 0) {
          sequences.put(sequence, id);
        }
      } else {
        underWayVersion.put(id, version);
        underWay.put(
            id,
            switch (words[3]) {
              case "PUT" -> new State(words[2], words[2], Integer.parseInt(words[4]));
              case "HEADER" -> new State(state(id).content(), words[2], state(id).chunks());
              default -> State.ABSENT;
            });
      }
    }
  }

  private static State assertPresent(@Nullable State state) {
    assertNotNull(state);
    return state == null ? State.ABSENT : state;
  }

  @Test
  @Timeout(120)
  void everythingAcknowledgedSurvivesKills() throws IOException, InterruptedException {
    System.Logger log = System.getLogger("crash");
    log.log(System.Logger.Level.INFO, "seed {0}", Long.toString(SEED));
    var random = new Random(SEED);
    var told = new Told();
    for (int round = 0; round < ROUNDS; round++) {
      run(round, 50 + random.nextInt(3_000), told);
      check(told, "seed=" + SEED + " round=" + round);
    }
    assertTrue(told.sequences.size() > 100, () -> "only " + told.sequences.size() + " changes");
  }

  /** Runs a process until it is killed {@code afterMillis} behind its first acknowledgement. */
  private void run(int round, long afterMillis, Told told)
      throws IOException, InterruptedException {
    Path output = directory.resolve("output-" + round);
    Path scratch = Files.createDirectories(directory.resolve("tmp-" + round));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + scratch,
                "-cp",
                System.getProperty("java.class.path"),
                CrashingWriter.class.getName(),
                directory.resolve("store").toString(),
                Long.toString(1 + round * 1_000_000_000L),
                Long.toString(SEED + 1_000L * round))
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (Files.size(output) == 0 && process.isAlive() && System.nanoTime() < deadline) {
        Thread.sleep(5);
      }
      Thread.sleep(afterMillis);
      assertTrue(process.isAlive(), "the writer ended by itself");
    } finally {
      process.destroyForcibly().waitFor(); // SIGKILL
    }
    for (String line : wholeLines(Files.readString(output, UTF_8))) {
      told.hear(line);
    }
  }

  /** Lines that end in a line feed: the last one may be cut. */
  private static List<String> wholeLines(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private void check(Told told, String where) {
    try (Store store = Store.open(directory.resolve("store"), StoreSettings.DEFAULT)) {
      var documents = new DocumentStore(store);
      StoredCollection collection = documents.collections().getFirst();
      int present = 0;
      for (int thread = 0; thread < CrashingWriter.THREADS; thread++) {
        for (int i = 0; i < CrashingWriter.DOCUMENTS_PER_THREAD; i++) {
          String id = "t" + thread + "-" + i;
          State found = state(documents, collection, id, where);
          State acknowledged = told.state(id);
          State underWay = told.underWay.getOrDefault(id, acknowledged);
          assertTrue(
              found.equals(acknowledged) || found.equals(underWay),
              () -> "%s %s: %s %s %s".formatted(where, id, acknowledged, underWay, found));
          told.acknowledged.put(id, found);
          present += found.content() == null ? 0 : 1;
        }
      }
      told.underWay.clear();
      told.underWayVersion.clear();
      assertEquals(present, documents.count(collection), where);
      checkChanges(documents, collection, told, where);
    }
  }

  private static State state(
      DocumentStore documents, StoredCollection collection, String id, String where) {
    Document document = documents.find(collection, id);
    List<Chunk> chunks = documents.chunks(collection, id);
    if (document == null) {
      assertEquals(List.of(), chunks, where);
      return State.ABSENT;
    }
    String content = document.contentHash();
    assertEquals("text " + content, document.text(), where);
    List<Chunk> expected = RandomValues.chunks(content, document.chunks());
    assertEquals(expected.size(), chunks.size(), where);
    for (int i = 0; i < expected.size(); i++) {
      RandomValues.assertEqualChunks(expected.get(i), chunks.get(i), where);
    }
    return new State(content, document.title(), document.chunks());
  }

  private static void checkChanges(
      DocumentStore documents, StoredCollection collection, Told told, String where) {
    var found = new ArrayList<Change>();
    documents.changes(collection, 0, Integer.MAX_VALUE, found::add);
    var sequences = new HashSet<Long>();
    for (Change change : found) {
      assertTrue(sequences.add(change.sequence()), where);
      String id = told.sequences.getOrDefault(change.sequence(), change.documentId());
      assertEquals(id, change.documentId(), where);
    }
    assertTrue(sequences.containsAll(told.sequences.keySet()), where);
    assertEquals(found.getLast().sequence(), documents.lastSequenceOf(collection), where);
    assertTrue(documents.lastSequence() >= found.getLast().sequence(), where);
  }
}
