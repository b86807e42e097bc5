package dev.ferrule.server.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.evaluation.EmittedEffect;
import dev.ferrule.rules.labels.EntityLabels;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.LabelStatus;
import dev.ferrule.rules.values.TimeDelta;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DelayedLabelsTest {
  private static final Entity USER = new Entity("User", "42");

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

  private static EmittedEffect later(String label, long seconds) {
    return TestLabels.effect(
        USER,
        label,
        LabelStatus.ADDED,
        "R",
        new TimeDelta(60_000_000),
        new TimeDelta(seconds * 1_000_000));
  }

  private List<String> waiting() {
    return test.labels.directory().entry("User/42", 0).delayed().stream()
        .map(each -> each.change().label())
        .toList();
  }

  @Test
  void aDelayedChangeTakesEffectOnceAndWhenItIsDueAlsoAfterARestart() {
    test.write(test.apply(later("second", 20), later("first", 10)));
    assertEquals(List.of("first", "second"), waiting());
    assertEquals(EntityLabels.NONE, test.labels.read(USER));
    test.now = TestLabels.START.plusSeconds(10).minusNanos(1);
    assertEquals(0, test.labels.applyDue());
    test.reopen();
    assertEquals(2, test.labels.delayedWaiting());
    test.now = TestLabels.START.plusSeconds(11);
    assertEquals(1, test.labels.applyDue());
    assertEquals(0, test.labels.applyDue());
    assertEquals(List.of("second"), waiting());
    assertEquals(1, test.labels.delayedWaiting());
    var due = TestLabels.START.plusSeconds(10);
    var expected =
        new EntityLabels.State(
            LabelStatus.ADDED,
            Map.of("R", new EntityLabels.Reason("by R", due, due.plusSeconds(60))));
    assertEquals(Map.of("first", expected), test.labels.read(USER).labels());
    test.reopen();
    assertEquals(Map.of("first", expected), test.labels.read(USER).labels());
    assertEquals(
        new Author.ByEvent(1, "r1"),
        test.labels.directory().entry("User/42", 10).history().getFirst().by());
  }

  @Test
  void manyAtOnceAllTakeEffect() {
    test.close();
    test.mostDelayed = 1_000;
    test.reopen();
    for (int i = 0; i < 600; i++) {
      test.write(test.apply(later("l" + i, 5)));
    }
    test.now = TestLabels.START.plusSeconds(5);
    assertEquals(600, test.labels.applyDue());
    assertEquals(600, test.labels.read(USER).labels().size());
    assertEquals(0, test.labels.delayedWaiting());
    assertEquals(List.of(), waiting());
  }

  @Test
  void tooManyAreRefusedBeforeAnythingChanges() {
    for (int i = 0; i < 100; i++) {
      test.write(test.apply(later("l" + i, 5)));
    }
    var now = TestLabels.effect(USER, "now", LabelStatus.ADDED, "R", null, null);
    var thrown = assertThrows(FerruleException.class, () -> test.apply(now, later("more", 5)));
    assertEquals(ErrorCode.LIMIT_REACHED, thrown.code());
    assertEquals(EntityLabels.NONE, test.labels.read(USER));
    test.now = TestLabels.START.plusSeconds(5);
    test.labels.applyDue();
    test.write(test.apply(now, later("more", 5)));
    assertEquals(1, test.labels.delayedWaiting());
  }

  @Test
  void aFailedWriteGivesItsPlaceBack() {
    test.fail(test.apply(later("l", 5)));
    assertEquals(0, test.labels.delayedWaiting());
    test.now = TestLabels.START.plusSeconds(5);
    assertEquals(0, test.labels.applyDue());
  }

  @Test
  void theTimerMakesItTakeEffect() throws InterruptedException {
    var clock = InstantSource.system();
    var labels = new StoredLabels(test.store, clock);
    try (var timer = new DelayTimer(labels)) {
      Objects.requireNonNull(timer);
      var effect =
          TestLabels.effect(USER, "soon", LabelStatus.ADDED, "R", null, new TimeDelta(30_000));
      var writes = labels.apply(List.of(effect), clock.instant(), 1, "r1");
      test.store.commitAndWait(writer -> {
        writes.forEach(write -> write.accept(writer));
        return true;
      });
      long begin = System.nanoTime();
      labels.settle(writes, null);
      while (labels.read(USER).labels().isEmpty()) {
        assertTrue(System.nanoTime() - begin < 20_000_000_000L, "it did not take effect");
        Thread.sleep(1);
      }
    }
    test.reopen();
    assertEquals(1, test.labels.read(USER).labels().size());
  }
}
