package dev.ferrule.embed;

import static dev.ferrule.embed.TestModels.MINILM;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmbedderTest {
  private static final Duration FOR_EVER = Duration.ofHours(1);

  /** Close its batcher only: the model is shared. */
  private static Embedder embedder(int maxWaitingTokens, int cachedQueries) {
    var settings = new BatcherSettings(1, 256, maxWaitingTokens, Duration.ofMillis(1));
    return new Embedder(MINILM, settings, cachedQueries);
  }

  @Test
  void repeatedQueryIsRememberedExactly() {
    Embedder embedder = embedder(10_000, 10);
    try (Batcher batcher = embedder.batcher()) {
      float[] first = embedder.embedQuery("When does the pool open?").join().vector();
      assertSame(first, embedder.embedQuery("When does the pool open?").join().vector());
      assertEquals(1, embedder.cacheHits());
      assertEquals(1, embedder.cacheMisses());
      embedder.embedQuery("when does the pool open?").join(); // not the same text
      assertEquals(2, embedder.cacheMisses());
      assertEquals(2, batcher.counts().sequences());
    }
  }

  @Test
  void leastRecentlyUsedQueryLeavesFirst() {
    Embedder embedder = embedder(10_000, 2);
    try (Batcher _ = embedder.batcher()) {
      for (String query : new String[] {"a", "b", "a", "c", "a", "b"}) {
        embedder.embedQuery(query).join();
      }
      assertEquals(2, embedder.cacheHits()); // a, and a again; b had left for c
      assertEquals(4, embedder.cacheMisses());
    }
  }

  @Test
  void nothingIsRememberedWhenNothingMayBe() {
    Embedder embedder = embedder(10_000, 0);
    try (Batcher _ = embedder.batcher()) {
      embedder.embedQuery("a").join();
      embedder.embedQuery("a").join();
      assertEquals(0, embedder.cacheHits());
    }
  }

  @Test
  void callersWhoAskTheSameAtOnceShareOnePass() throws Exception {
    Embedder embedder = embedder(100_000, 100);
    int rounds = 60;
    int threads = 8;
    try (Batcher batcher = embedder.batcher()) {
      var barrier = new CyclicBarrier(threads);
      Set<float[]> vectors = ConcurrentHashMap.newKeySet(); // arrays are equal by identity
      var callers = new ArrayList<Thread>();
      for (int t = 0; t < threads; t++) {
        callers.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (int round = 0; round < rounds; round++) {
                    await(barrier);
                    vectors.add(embedder.embedQuery("question number " + round).join().vector());
                  }
                }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(rounds, batcher.counts().sequences());
      assertEquals(rounds, embedder.cacheMisses());
      assertEquals((threads - 1L) * rounds, embedder.cacheHits());
      assertEquals(rounds, vectors.size());
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void refusedQueryIsNotRemembered() {
    var settings = new BatcherSettings(1, 256, 20, FOR_EVER);
    var embedder = new Embedder(MINILM, settings, 10);
    try (Batcher batcher = embedder.batcher()) {
      batcher.submit(Sequence.of(new int[15]), Batcher.Lane.DOCUMENT); // lingers
      for (int i = 0; i < 2; i++) {
        var thrown =
            assertThrows(
                FerruleException.class, () -> embedder.embedQuery("one two three four five"));
        assertEquals(ErrorCode.LIMIT_REACHED, thrown.code());
      }
      assertEquals(0, embedder.cacheHits());
      embedder.embedQuery("a").join(); // small enough
    }
  }

  @Test
  void queryHasTheModelsPrefix() {
    var embedder = new Embedder(TestModels.bge(), BatcherSettings.DEFAULT, 10);
    try (Batcher _ = embedder.batcher()) {
      float[] query = embedder.embedQuery("pool hours").join().vector();
      String prefixed = TestModels.bge().settings().queryPrefix() + "pool hours";
      float[] expected = embedder.embedText(prefixed, Batcher.Lane.QUERY).join().vector();
      assertArrayEquals(expected, query, 1e-6f);
      float[] bare = embedder.embedText("pool hours", Batcher.Lane.QUERY).join().vector();
      assertNotEquals(bare[0], query[0]);
    }
  }

  @Test
  void documentPrefixShiftsTheParts() {
    var settings =
        new ModelSettings(
            "m",
            256,
            ModelSettings.Pooling.MEAN,
            "",
            "passage: ",
            ModelSettings.Normalization.UNIT);
    ModelFiles files = TestModels.MINILM_FILES;
    var model = EmbeddingModel.load(new ModelFiles(settings, files.onnx(), files.tokenizer()));
    try (var embedder = new Embedder(model, BatcherSettings.DEFAULT, 10)) {
      int[] ids = embedder.tokens("the pool opens at seven");
      int[] spans = {0, 2, 2, ids.length};
      Embedding found = embedder.embedDocument(new Sequence(ids, spans)).join();
      int[] prefixed = embedder.tokens("passage: the pool opens at seven");
      int shift = prefixed.length - ids.length;
      int[] shifted = {shift, 2 + shift, 2 + shift, ids.length + shift};
      Embedding expected = TestModels.alone(model, new Sequence(prefixed, shifted));
      assertArrayEquals(expected.vector(), found.vector(), 1e-6f);
      assertArrayEquals(expected.parts(), found.parts());
      assertArrayEquals(new int[] {0, 2, 2, ids.length}, spans); // the caller's stay as they are
    }
  }
}
