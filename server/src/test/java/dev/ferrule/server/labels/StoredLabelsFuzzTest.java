package dev.ferrule.server.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.rules.labels.LabelChange;
import dev.ferrule.rules.labels.MemoryLabels;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.LabelStatus;
import dev.ferrule.rules.values.TimeDelta;
import dev.ferrule.store.Transaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stored labels are what labels in memory are after any changes, written in any order, also once
 * the store was opened again. Replay a seed with {@code -Dferrule.seed=N}.
 */
class StoredLabelsFuzzTest {
  private static final int ROUNDS = 6;
  private static final int STEPS = 400;
  private static final List<Entity> ENTITIES =
      List.of(new Entity("User", "a"), new Entity("User", 7L), new Entity("Ip", "a/ü\u0000"));

  private static final List<LabelStatus> STATUSES = List.of(LabelStatus.values());

  @TempDir private Path directory = Path.of("unset");

  @Test
  void storedLabelsAreWhatLabelsInMemoryAre() {
    Long given = Long.getLong("ferrule.seed");
    long seed = given == null ? System.nanoTime() : given;
    try {
      for (int round = 0; round < ROUNDS; round++) {
        run(new Random(seed + round), directory.resolve("store" + round));
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("replay with -Dferrule.seed=" + seed, e);
    }
  }

  private static void run(Random random, Path store) {
    try (var test = new TestLabels(store)) {
      test.mostCachedBytes = random.nextBoolean() ? 0 : 1 << 20;
      test.reopen();
      var memory = new MemoryLabels(10, () -> test.now);
      var waiting = new ArrayList<List<Consumer<Transaction.Writer>>>();
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(10)) {
          case 0 -> test.now = test.now.plusMillis(random.nextInt(8_000));
          case 1 -> byHand(random, test, memory);
          case 2 -> writeAll(random, test, waiting);
          case 3 -> {
            if (random.nextInt(10) == 0) {
              writeAll(random, test, waiting);
              test.reopen();
            }
          }
          default -> waiting.add(byRule(random, test, memory));
        }
        requireSame(test, memory);
      }
      writeAll(random, test, waiting);
      test.reopen();
      requireSame(test, memory);
    }
  }

  private static void writeAll(
      Random random, TestLabels test, List<List<Consumer<Transaction.Writer>>> waiting) {
    Collections.shuffle(waiting, random);
    waiting.forEach(test::write);
    waiting.clear();
  }

  private static List<Consumer<Transaction.Writer>> byRule(
      Random random, TestLabels test, MemoryLabels memory) {
    var status = random.nextBoolean() ? LabelStatus.ADDED : LabelStatus.REMOVED;
    var expires = random.nextBoolean() ? null : new TimeDelta(random.nextLong(10_000_000));
    String rule = "R" + random.nextInt(3);
    var effect =
        TestLabels.effect(any(random), "l" + random.nextInt(3), status, rule, expires, null);
    var at = test.now.minusMillis(random.nextInt(10_000));
    memory.apply((Effect.LabelChange) effect.effect(), rule, "by " + rule, at);
    return test.labels.apply(List.of(effect), at, random.nextLong(), "r");
  }

  private static void byHand(Random random, TestLabels test, MemoryLabels memory) {
    var status = STATUSES.get(random.nextInt(STATUSES.size()));
    @Nullable Instant end =
        random.nextBoolean() ? null : test.now.plusMillis(random.nextInt(10_000));
    Entity entity = any(random);
    String label = "l" + random.nextInt(3);
    var change = new LabelChange(label, status, "op", "d" + random.nextInt(2), test.now, end);
    assertEquals(
        memory.set(entity, label, status, "op", change.description(), test.now, end),
        test.labels.set(entity, change, new Author.ByKey("op")).join());
  }

  private static Entity any(Random random) {
    return ENTITIES.get(random.nextInt(ENTITIES.size()));
  }

  private static void requireSame(TestLabels test, MemoryLabels memory) {
    for (Entity entity : ENTITIES) {
      var kept = test.labels.kept(entity.key());
      assertEquals(memory.read(entity), test.labels.read(entity));
      kept.byName()
          .forEach((label, each) -> assertEquals(memory.previous(entity, label), each.previous()));
    }
  }
}
