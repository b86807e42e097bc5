package dev.ferrule.embed;

import static dev.ferrule.embed.TestModels.MINILM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.embed.Batcher.Lane;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
class BatcherTest {
  private static final Duration FOR_EVER = Duration.ofHours(1);

  private static Sequence sequence(String text) {
    return Sequence.of(TestModels.tokens(MINILM, text));
  }

  private static Batcher batcher(int workers, int maxWaitingTokens, Duration linger) {
    return new Batcher(MINILM, new BatcherSettings(workers, 256, maxWaitingTokens, linger));
  }

  @Test
  void queryOvertakesWaitingDocuments() throws Exception {
    try (Batcher batcher = batcher(1, 500_000, Duration.ZERO)) {
      Sequence document = sequence("the sauna opens at noon ".repeat(50));
      var done = new AtomicInteger();
      var documents = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < 40; i++) {
        documents.add(
            batcher.submit(document, Lane.DOCUMENT).thenAccept(_ -> done.incrementAndGet()));
      }
      var query = batcher.submit(sequence("when?"), Lane.QUERY).thenApply(_ -> done.get());
      int doneAtSubmit = done.get();
      int wentFirst = query.get() - doneAtSubmit;
      assertTrue(wentFirst <= 1, () -> wentFirst + " documents went first"); // one was under way
      CompletableFuture.allOf(documents.toArray(CompletableFuture[]::new)).join();
      assertEquals(40, done.get());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void workersGiveWayToOthers() throws Exception {
    try (Batcher batcher = batcher(1, 500_000, Duration.ZERO)) {
      batcher.submit(sequence("when?"), Lane.QUERY).get(30, TimeUnit.SECONDS);
      var nice = new HashSet<String>();
      try (var threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
        for (Path thread : threads) {
          String stat = Files.readString(thread.resolve("stat"));
          if (stat.contains("(embed-")) {
            nice.add(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
          }
        }
      }
      assertEquals(Set.of("5"), nice);
    }
  }

  @Test
  void queryDoesNotLinger() throws Exception {
    try (Batcher batcher = batcher(1, 500_000, FOR_EVER)) {
      assertNotNull(batcher.submit(sequence("when?"), Lane.QUERY).get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void documentLingersNoLongerThanItMay() throws Exception {
    try (Batcher batcher = batcher(2, 500_000, Duration.ofMillis(20))) {
      assertNotNull(batcher.submit(sequence("a"), Lane.DOCUMENT).get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void fullQueueReachesTheLimit() {
    var waiting = new ArrayList<CompletableFuture<Embedding>>();
    try (Batcher batcher = batcher(1, 50, FOR_EVER)) {
      Sequence eightTokens = Sequence.of(new int[] {2000, 2001, 2002, 2003, 2004, 2005});
      for (int i = 0; i < 6; i++) {
        waiting.add(batcher.submit(eightTokens, Lane.DOCUMENT));
      }
      assertEquals(48, batcher.waitingTokens());
      for (Lane lane : Lane.values()) {
        var thrown = assertThrows(FerruleException.class, () -> batcher.submit(eightTokens, lane));
        assertEquals(ErrorCode.LIMIT_REACHED, thrown.code());
      }
      assertEquals(48, batcher.waitingTokens());
    }
    waiting.forEach(future -> assertNotNull(future.join()));
  }

  @Test
  void sequenceOverTheLimitIsTakenWhenNothingElseWaits() {
    try (Batcher batcher = batcher(1, 50, Duration.ZERO)) {
      assertNotNull(batcher.submit(sequence("sauna ".repeat(100)), Lane.DOCUMENT).join());
      assertEquals(0, batcher.waitingTokens());
    }
  }

  @Test
  void closingFinishesWhatWaitsAndTakesNoMore() {
    Batcher batcher = batcher(2, 500_000, FOR_EVER);
    var waiting = new ArrayList<CompletableFuture<Embedding>>();
    for (int i = 0; i < 20; i++) {
      waiting.add(batcher.submit(sequence("pool ".repeat(i)), Lane.DOCUMENT));
    }
    batcher.close();
    for (var future : waiting) {
      assertTrue(future.isDone() && !future.isCompletedExceptionally());
    }
    assertEquals(0, batcher.waitingTokens());
    assertEquals(20, batcher.counts().sequences());
    var thrown =
        assertThrows(FerruleException.class, () -> batcher.submit(sequence("a"), Lane.QUERY));
    assertEquals(ErrorCode.NODE_DRAINING, thrown.code());
    batcher.close(); // again does no harm
  }

  @Test
  void failingModelFailsItsBatchOnly() throws Exception {
    try (Batcher batcher = batcher(1, 500_000, Duration.ZERO)) {
      Sequence impossible = Sequence.of(new int[] {99_999_999});
      var failing = batcher.submit(impossible, Lane.QUERY);
      var thrown =
          assertThrows(
              java.util.concurrent.ExecutionException.class,
              () -> failing.get(30, TimeUnit.SECONDS));
      assertEquals(ErrorCode.MODEL_FAILED, ((FerruleException) notNull(thrown.getCause())).code());
      assertNotNull(batcher.submit(sequence("pool"), Lane.QUERY).get(30, TimeUnit.SECONDS));
    }
  }

  private static Throwable notNull(@org.jspecify.annotations.Nullable Throwable cause) {
    return java.util.Objects.requireNonNull(cause);
  }

  @Test
  void manyCallersEachGetTheirOwnResult() throws InterruptedException {
    List<String> nouns = List.of("sauna", "breakfast", "parking", "dogs", "wedding", "tax", "ship");
    List<String> texts =
        IntStream.range(0, 49)
            .mapToObj(i ->
                "the "
                    + nouns.get(i % 7)
                    + " is about "
                    + nouns.get(i / 7)
                    + " and so on".repeat(i % 13))
            .toList();
    var alone = texts.stream().map(text -> TestModels.alone(MINILM, text).vector()).toList();
    var failures = new ConcurrentLinkedQueue<Throwable>();
    try (Batcher batcher = batcher(2, 500_000, Duration.ofMillis(2))) {
      var callers = new ArrayList<Thread>();
      for (int c = 0; c < 8; c++) {
        int caller = c;
        callers.add(
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    call(batcher, texts, alone, caller);
                  } catch (RuntimeException | AssertionError e) {
                    failures.add(e);
                  }
                }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(List.of(), List.copyOf(failures));
      Batcher.Counts counts = batcher.counts();
      assertEquals(8L * texts.size(), counts.sequences());
      assertTrue(counts.batches() < counts.sequences(), counts.toString());
      long tokens = 8L * texts.stream().mapToInt(text -> sequence(text).ids().length + 2).sum();
      assertEquals(tokens, counts.tokens());
    }
  }

  private static void call(Batcher batcher, List<String> texts, List<float[]> alone, int caller) {
    Lane lane = caller % 4 == 0 ? Lane.QUERY : Lane.DOCUMENT;
    var futures = texts.stream().map(text -> batcher.submit(sequence(text), lane)).toList();
    for (int i = 0; i < texts.size(); i++) {
      float[] vector = futures.get(i).join().vector();
      double[] cosines =
          alone.stream().mapToDouble(other -> TestModels.cosine(other, vector)).toArray();
      assertTrue(cosines[i] > 0.97, texts.get(i) + " " + cosines[i]);
      double best = Arrays.stream(cosines).max().orElseThrow();
      assertTrue(cosines[i] > best - 0.02, texts.get(i) + " " + cosines[i] + " " + best);
    }
  }
}
