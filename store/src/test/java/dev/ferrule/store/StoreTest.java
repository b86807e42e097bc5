package dev.ferrule.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoreTest {
  private static final int QUEUE = 4_096;

  @TempDir private Path directory;

  private Store open() {
    return Store.open(directory, StoreSettings.DEFAULT);
  }

  private static byte[] key(String key) {
    return key.getBytes(UTF_8);
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  private static long number(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  private static void put(Store store, String key, String value) {
    store.commitAndWait(writer -> {
      writer.put(Table.NODE, key(key), key(value));
      return true;
    });
  }

  private static FerruleException failure(CompletableFuture<?> future) {
    var thrown = assertThrows(CompletionException.class, future::join);
    return assertInstanceOf(FerruleException.class, thrown.getCause());
  }

  /** Holds the commit thread inside a transaction, so that a group gathers behind it. */
  private static final class Gate implements AutoCloseable {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<Boolean> transaction;

    Gate(Store store) throws InterruptedException {
      transaction =
          store.commit(writer -> {
            entered.countDown();
            try {
              return release.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      assertTrue(entered.await(30, TimeUnit.SECONDS));
    }

    @Override
    public void close() {
      release.countDown();
      assertTrue(transaction.join());
    }
  }

  @Test
  void transactionSeesEarlierOnesOfItsGroup() throws InterruptedException {
    try (Store store = open()) {
      var seen = new ArrayList<CompletableFuture<Long>>();
      long batchesBefore = store.commitCounts().batches();
      try (var _ = new Gate(store)) {
        for (int i = 0; i < 10; i++) {
          seen.add(
              store.commit(writer -> {
                byte[] found = writer.find(Table.NODE, key("n"));
                long next = (found == null ? 0 : number(found)) + 1;
                writer.put(Table.NODE, key("n"), number(next));
                return next;
              }));
        }
        assertEquals(10, store.waiting());
      }
      for (int i = 0; i < 10; i++) {
        assertEquals(i + 1, seen.get(i).join());
      }
      assertEquals(1, store.commitCounts().batches() - batchesBefore);
      assertArrayEquals(number(10), store.find(Table.NODE, key("n")));
    }
  }

  @Test
  void transactionSeesItsOwnWritesAndDeletes() {
    try (Store store = open()) {
      put(store, "old", "1");
      boolean seen =
          store.commitAndWait(writer -> {
            writer.delete(Table.NODE, key("old"));
            writer.put(Table.NODE, key("new"), key("2"));
            return writer.find(Table.NODE, key("old")) == null
                && writer.find(Table.NODE, key("new")) != null;
          });
      assertTrue(seen);
      assertNull(store.find(Table.NODE, key("old")));
    }
  }

  @Test
  void throwingTransactionWritesNothingWhileOthersOfItsGroupCommit() throws InterruptedException {
    try (Store store = open()) {
      put(store, "kept", "1");
      CompletableFuture<Boolean> before;
      CompletableFuture<Boolean> throwing;
      CompletableFuture<Boolean> after;
      var refusal = new FerruleException(ErrorCode.DOCUMENT_INVALID, "no");
      try (var _ = new Gate(store)) {
        before =
            store.commit(writer -> {
              writer.put(Table.NODE, key("a"), key("1"));
              return true;
            });
        throwing =
            store.commit(writer -> {
              writer.put(Table.NODE, key("a"), key("2"));
              writer.put(Table.NODE, key("b"), key("2"));
              writer.delete(Table.NODE, key("kept"));
              throw refusal;
            });
        after =
            store.commit(writer -> {
              writer.put(Table.NODE, key("c"), key("3"));
              return writer.find(Table.NODE, key("b")) == null;
            });
      }
      assertTrue(before.join());
      assertSame(refusal, failure(throwing));
      assertTrue(after.join());
      assertArrayEquals(key("1"), store.find(Table.NODE, key("a")));
      assertNull(store.find(Table.NODE, key("b")));
      assertArrayEquals(key("3"), store.find(Table.NODE, key("c")));
      assertArrayEquals(key("1"), store.find(Table.NODE, key("kept")));
    }
  }

  @Test
  void errorInOneTransactionFailsItAloneAndTheStoreGoesOn() throws Exception {
    try (Store store = open()) {
      CompletableFuture<Boolean> other;
      CompletableFuture<Boolean> throwing;
      try (var _ = new Gate(store)) {
        other =
            store.commit(writer -> {
              writer.put(Table.NODE, key("a"), key("1"));
              return true;
            });
        throwing =
            store.commit(writer -> {
              writer.put(Table.NODE, key("b"), key("1"));
              throw new StackOverflowError();
            });
      }
      assertTrue(other.get(10, TimeUnit.SECONDS));
      var thrown = assertThrows(CompletionException.class, throwing::join);
      assertInstanceOf(StackOverflowError.class, thrown.getCause());
      CompletableFuture<Boolean> later = store.commit(_ -> true);
      assertTrue(later.get(10, TimeUnit.SECONDS));
      assertNull(store.find(Table.NODE, key("b")));
    }
  }

  @Test
  void manyThreadsShareSyncsAndEachAcknowledgedValueIsThereAfterReopening() throws Exception {
    int threads = 16;
    int each = 150;
    try (Store store = open()) {
      var workers = new ArrayList<Thread>();
      var failures = new java.util.concurrent.ConcurrentLinkedQueue<Throwable>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        workers.add(
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    for (int i = 0; i < each; i++) {
                      put(store, thread + "/" + i, "value " + thread + " " + i);
                    }
                  } catch (RuntimeException e) {
                    failures.add(e);
                  }
                }));
      }
      for (Thread worker : workers) {
        worker.join();
      }
      assertEquals(List.of(), List.copyOf(failures));
      Store.CommitCounts counts = store.commitCounts();
      assertEquals((long) threads * each, counts.transactions());
      assertTrue(
          counts.batches() * 2 < counts.transactions(),
          () -> "expected fewer syncs than half of the transactions, found " + counts);
    }
    try (Store store = open()) {
      for (int t = 0; t < threads; t++) {
        for (int i = 0; i < each; i++) {
          assertArrayEquals(key("value " + t + " " + i), store.find(Table.NODE, key(t + "/" + i)));
        }
      }
    }
  }

  @Test
  void sequenceRisesAcrossRestarts() {
    long last = 0;
    for (int round = 0; round < 3; round++) {
      try (Store store = open()) {
        assertTrue(store.sequence() >= last);
        for (int i = 0; i < 5; i++) {
          long next =
              store.commitAndWait(writer -> {
                long sequence = writer.nextSequence();
                writer.put(Table.NODE, key("s"), number(sequence));
                return sequence;
              });
          assertTrue(next > last, next + " after " + last);
          last = next;
        }
        assertEquals(last, store.sequence());
      }
    }
  }

  @Test
  void sequenceGivenToATransactionThatWritesNothingIsNotGivenAgainAfterARestart() {
    long given;
    try (Store store = open()) {
      given = store.commitAndWait(Transaction.Writer::nextSequence);
    }
    try (Store store = open()) {
      long next = store.commitAndWait(Transaction.Writer::nextSequence);
      assertTrue(next > given, next + " after " + given);
    }
  }

  @Test
  void directoryInUseIsLocked() {
    try (Store _ = open()) {
      var thrown = assertThrows(FerruleException.class, this::open);
      assertEquals(ErrorCode.STORE_LOCKED, thrown.code());
      assertTrue(String.valueOf(thrown.getMessage()).contains(directory.toString()));
    }
    open().close(); // and free again
  }

  @Test
  void fileInPlaceOfTheDirectoryFailsAndNamesIt() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    var thrown =
        assertThrows(FerruleException.class, () -> Store.open(file, StoreSettings.DEFAULT));
    assertEquals(ErrorCode.STORE_FAILED, thrown.code());
    assertTrue(String.valueOf(thrown.getMessage()).contains(file.toString()));
  }

  @Test
  void fullQueueReachesTheLimitAndLosesNothingThatWaits() throws InterruptedException {
    try (Store store = open()) {
      var waiting = new ArrayList<CompletableFuture<Long>>();
      try (var _ = new Gate(store)) {
        for (int i = 0; i < QUEUE; i++) {
          byte[] key = number(i);
          waiting.add(
              store.commit(writer -> {
                writer.put(Table.KEYS, key, key);
                return number(key);
              }));
        }
        var thrown = assertThrows(FerruleException.class, () -> store.commit(_ -> true));
        assertEquals(ErrorCode.LIMIT_REACHED, thrown.code());
        assertEquals(QUEUE, store.waiting());
      }
      for (int i = 0; i < QUEUE; i++) {
        assertEquals(i, waiting.get(i).join());
        assertNotNull(store.find(Table.KEYS, number(i)));
      }
      boolean goesOn = store.commitAndWait(_ -> true);
      assertTrue(goesOn);
    }
  }

  @Test
  void closingCommitsWhatWaits() throws Exception {
    Store store = open();
    var gate = new Gate(store);
    CompletableFuture<Boolean> waiting =
        store.commit(writer -> {
          writer.put(Table.NODE, key("a"), key("1"));
          return true;
        });
    Thread closing = Thread.ofPlatform().start(store::close);
    gate.close();
    closing.join();
    assertTrue(waiting.get(1, TimeUnit.SECONDS));
    try (Store reopened = open()) {
      assertArrayEquals(key("1"), reopened.find(Table.NODE, key("a")));
    }
  }

  @Test
  void closedStoreRefusesEverything() {
    Store store = open();
    store.close();
    store.close(); // again does no harm
    for (var use :
        List.<org.junit.jupiter.api.function.Executable>of(
            () -> store.find(Table.NODE, key("a")),
            () -> store.scan(Table.NODE, key("a")),
            () -> store.findLastKey(Table.NODE, key("a"), key("b")),
            () -> store.commit(_ -> true),
            () -> store.commitAndWait(_ -> true),
            () -> store.clear(Table.NODE, key("a"), key("b")),
            () -> store.estimatedBytes(Table.NODE))) {
      assertEquals(ErrorCode.STORE_CLOSED, assertThrows(FerruleException.class, use).code());
    }
  }

  @Test
  void scanGivesThePrefixInKeyOrderAsItWasWhenOpened() {
    try (Store store = open()) {
      for (String key : List.of("b/2", "a/1", "b/1", "b", "c/1", "b/3")) {
        put(store, key, key);
      }
      try (Cursor cursor = store.scan(Table.NODE, key("b/"))) {
        put(store, "b/4", "late");
        assertEquals(List.of("b/1", "b/2", "b/3"), keys(cursor));
      }
      try (Cursor cursor = store.scan(Table.NODE, key("b/"), key("b/2"))) {
        assertEquals(List.of("b/2", "b/3", "b/4"), keys(cursor));
      }
      try (Cursor cursor = store.scan(Table.NODE, key("d"))) {
        assertFalse(cursor.next());
      }
    }
  }

  private static List<String> keys(Cursor cursor) {
    var keys = new ArrayList<String>();
    while (cursor.next()) {
      keys.add(new String(cursor.key(), UTF_8));
      assertTrue(cursor.value().length > 0);
    }
    return keys;
  }

  @Test
  void lastKeyIsTheGreatestOfThePrefixUpToTheEnd() {
    try (Store store = open()) {
      for (String key : List.of("a9", "b1", "b3", "c1")) {
        put(store, key, key);
      }
      assertArrayEquals(key("b3"), store.findLastKey(Table.NODE, key("b"), key("b9")));
      assertArrayEquals(key("b1"), store.findLastKey(Table.NODE, key("b"), key("b2")));
      assertArrayEquals(key("b3"), store.findLastKey(Table.NODE, key("b"), key("b3")));
      assertNull(store.findLastKey(Table.NODE, key("b"), key("b0")));
      assertNull(store.findLastKey(Table.NODE, key("A"), key("A9")));
    }
  }

  @Test
  void clearRemovesARangeWithoutItsEnd() {
    try (Store store = open()) {
      for (String key : List.of("a", "b", "c")) {
        put(store, key, key);
      }
      store.clear(Table.NODE, key("a"), key("c"));
      assertNull(store.find(Table.NODE, key("a")));
      assertNull(store.find(Table.NODE, key("b")));
      assertNotNull(store.find(Table.NODE, key("c")));
    }
  }

  @Test
  void damagedManifestIsCorruption() throws IOException {
    try (Store store = open()) {
      put(store, "a", "1");
    }
    try (Stream<Path> files = Files.list(directory)) {
      Path manifest =
          files
              .filter(file -> String.valueOf(file.getFileName()).startsWith("MANIFEST"))
              .findFirst()
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(manifest);
      for (int i = 10; i < 40; i++) {
        bytes[i] ^= 0x5a;
      }
      Files.write(manifest, bytes);
    }
    var thrown = assertThrows(FerruleException.class, this::open);
    assertEquals(ErrorCode.STORE_CORRUPT, thrown.code());
  }
}
