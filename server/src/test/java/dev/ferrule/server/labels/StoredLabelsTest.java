package dev.ferrule.server.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.evaluation.EmittedEffect;
import dev.ferrule.rules.labels.EntityLabels;
import dev.ferrule.rules.labels.LabelChange;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.LabelStatus;
import dev.ferrule.rules.values.TimeDelta;
import dev.ferrule.store.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredLabelsTest {
  private static final Entity USER = new Entity("User", 42L);

  @TempDir private Path directory = Path.of("unset");
  private TestLabels test;

  @BeforeEach
  void open() {
    test = new TestLabels(directory);
  }

  @AfterEach
  void close() {
    test.close();
  }

  private static EmittedEffect add(String label, String rule) {
    return TestLabels.effect(USER, label, LabelStatus.ADDED, rule, null, null);
  }

  private Set<String> names() {
    return test.labels.read(USER).labels().keySet();
  }

  private List<HistoryEntry> history() {
    return test.labels.directory().entry("User/42", 1_000).history();
  }

  @Test
  void aChangeIsSeenBeforeItIsOnDiskAndLastsOnceItIs() {
    var writes = test.apply(add("spam", "A"));
    assertEquals(Set.of("spam"), names());
    test.write(writes);
    assertEquals(Set.of("spam"), names());
    test.reopen();
    assertEquals(Set.of("spam"), names());
  }

  @Test
  void whatWasNotWrittenIsGoneAfterACrash() {
    test.write(test.apply(add("spam", "A")));
    assertEquals(1, test.apply(add("loud", "A")).size());
    test.reopen();
    assertEquals(Set.of("spam"), names());
  }

  @Test
  void theStoreEndsWithTheLastStateInWhateverOrderTheWritesCome() {
    var first = test.apply(add("spam", "A"));
    var second = test.apply(TestLabels.effect(USER, "spam", LabelStatus.REMOVED, "B", null, null));
    test.write(second);
    test.write(first);
    test.reopen();
    var state = Objects.requireNonNull(test.labels.read(USER).labels().get("spam"));
    assertEquals(LabelStatus.REMOVED, state.status());
    assertEquals(List.of("B", "A"), history().stream().map(e -> e.change().reasonName()).toList());
  }

  @Test
  void aChangeWhoseWriteFailedIsSeenNoMore() {
    test.write(test.apply(add("spam", "A")));
    test.fail(test.apply(add("loud", "A")));
    assertEquals(Set.of("spam"), names());
    test.reopen();
    assertEquals(Set.of("spam"), names());
  }

  @Test
  void aFailedWriteLeavesTheChangesOfOthers() {
    var failing = test.apply(add("loud", "A"));
    var others = test.apply(add("rude", "B"));
    test.fail(failing);
    assertEquals(Set.of("rude"), names());
    test.write(others);
    assertEquals(Set.of("rude"), names());
    test.reopen();
    assertEquals(Set.of("rude"), names());
  }

  @Test
  void whatAnotherWriteBroughtToTheDiskIsSeenThoughItsOwnFailed() {
    var failing = test.apply(add("loud", "A"));
    test.write(test.apply(add("rude", "B"))); // carries the newest state
    test.fail(failing);
    Set<String> seen = names();
    test.reopen();
    assertEquals(seen, names(), "what is seen is what is on disk");
  }

  @Test
  void aChangeThatChangesNothingWritesNothingOnceAllIsOnDisk() {
    var first = test.apply(add("spam", "A"));
    var again = test.apply(add("spam", "A"));
    assertEquals(1, again.size(), "what it relies on is not on disk yet");
    test.write(first);
    test.write(again);
    assertEquals(List.of(), test.apply(add("spam", "A")));
    assertEquals(1, history().size());
  }

  @Test
  void theHistoryKeepsTheLastThousand() {
    for (int i = 0; i < 1_050; i++) {
      test.write(
          test.apply(
              TestLabels.effect(
                  USER,
                  "spam",
                  i % 2 == 0 ? LabelStatus.ADDED : LabelStatus.REMOVED,
                  "R" + i,
                  null,
                  null)));
    }
    assertEquals(1_000, history().size());
    assertEquals("R1049", history().getFirst().change().reasonName());
    assertEquals("R50", history().getLast().change().reasonName());
    assertEquals(3, test.labels.directory().entry("User/42", 3).history().size());
    int kept = 0;
    try (var cursor = test.store.scan(Table.LABELS, LabelKeys.historyOf("User/42"))) {
      while (cursor.next()) {
        kept++;
      }
    }
    assertEquals(1_000, kept);
  }

  @Test
  void aRenewalMakesNoHistory() {
    for (int i = 0; i < 3; i++) {
      test.now = test.now.plusSeconds(1);
      test.write(
          test.apply(
              TestLabels.effect(
                  USER, "spam", LabelStatus.ADDED, "A", new TimeDelta(60_000_000), null)));
    }
    assertEquals(1, history().size());
    test.reopen();
    var reason =
        Objects.requireNonNull(test.labels.read(USER).labels().get("spam")).reasons().get("A");
    assertEquals(test.now.plusSeconds(60), Objects.requireNonNull(reason).expiresAt());
  }

  @Test
  void threadsLoseNoReasonInMemoryNorOnDisk() throws InterruptedException {
    var start = new CountDownLatch(1);
    var threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      int thread = t;
      threads[t] =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  start.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                for (int i = 0; i < 100; i++) {
                  test.write(test.apply(add("spam", "r" + thread + "-" + i)));
                }
              });
    }
    start.countDown();
    for (var thread : threads) {
      thread.join();
    }
    EntityLabels seen = test.labels.read(USER);
    assertEquals(400, Objects.requireNonNull(seen.labels().get("spam")).reasons().size());
    test.reopen();
    assertEquals(seen, test.labels.read(USER));
    assertEquals(400, history().size());
  }

  @Test
  void theCacheIsBoundedAndTellsEntitiesWithoutLabels() {
    test.write(test.apply(add("spam", "A")));
    test.labels.read(USER);
    long misses = test.labels.counts().misses();
    test.labels.read(USER);
    assertEquals(misses, test.labels.counts().misses());
    var nobody = new Entity("User", "nobody");
    assertEquals(EntityLabels.NONE, test.labels.read(nobody));
    assertEquals(EntityLabels.NONE, test.labels.read(nobody));
    assertEquals(misses + 1, test.labels.counts().misses());
    for (int i = 0; i < 20_000; i++) {
      test.labels.read(new Entity("User", "u" + i));
    }
    assertTrue(test.labels.cached() < 8_000, () -> "cached " + test.labels.cached());
    assertEquals(Set.of("spam"), names());
  }

  @Test
  void entitiesAreFoundByTypeAndByTheLabelThatTheyHaveNow() {
    var by = new Author.ByKey("test");
    for (String id : List.of("a/b", "ü", "c")) {
      for (String type : List.of("Ip", "User")) {
        var change = new LabelChange("spam", LabelStatus.MANUALLY_ADDED, "r", "", test.now, null);
        test.labels.set(new Entity(type, id), change, by).join();
      }
    }
    var ends = test.now.plusSeconds(10);
    test.labels
        .set(
            new Entity("User", "brief"),
            new LabelChange("spam", LabelStatus.MANUALLY_ADDED, "r", "", test.now, ends),
            by)
        .join();
    test.labels
        .set(
            new Entity("User", "c"),
            new LabelChange("spam", LabelStatus.MANUALLY_REMOVED, "r", "", test.now, null),
            by)
        .join();
    assertEquals(List.of("User/a/b", "User/brief", "User/ü"), keys("User", "spam", 10));
    assertEquals(
        List.of("Ip/a/b", "Ip/c", "Ip/ü", "User/a/b", "User/brief", "User/ü"), keys("", "spam", 2));
    test.now = ends;
    assertEquals(List.of("User/a/b", "User/ü"), keys("User", "spam", 1));
    assertEquals(List.of(), keys("User", "spa", 1));
    assertEquals(List.of("User/a/b", "User/brief", "User/c", "User/ü"), keys("User", "", 3));
    assertEquals(7, keys("", "", 3).size());
  }

  private List<String> keys(String type, String label, int limit) {
    var keys = new ArrayList<String>();
    String after = "";
    while (true) {
      var page = test.labels.directory().list(type, label, after, limit);
      assertTrue(page.entities().size() <= limit);
      page.entities().forEach(entity -> keys.add(entity.key()));
      if (page.next() == null) {
        return keys;
      }
      after = page.next();
    }
  }

  @Test
  void aDamagedValueIsToldAndNotGuessed() {
    test.write(test.apply(add("spam", "A")));
    byte[] key = LabelKeys.entity("User/42");
    byte[] value = Objects.requireNonNull(test.store.find(Table.LABELS, key));
    for (int length = 0; length < value.length; length++) {
      byte[] torn = Arrays.copyOf(value, length);
      var thrown = assertThrows(FerruleException.class, () -> LabelCodec.decodeEntity(torn));
      assertEquals(ErrorCode.STORE_CORRUPT, thrown.code());
    }
    value[0] = 9;
    var thrown = assertThrows(FerruleException.class, () -> LabelCodec.decodeEntity(value));
    assertEquals("expected labels of an entity of version 1, found version 9", thrown.getMessage());
  }
}
