package dev.ferrule.store;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatchWithIndex;
import org.rocksdb.WriteOptions;

/**
 * Group commit. Transactions wait in a bounded queue; one thread runs as many as are there into one
 * indexed batch, so that each sees those before it, and syncs once. While a sync is under way the
 * next group gathers, so the group grows with the load and a lone caller waits for one sync only.
 */
final class CommitThread implements AutoCloseable {
  private static final int QUEUE = 4_096;
  private static final int GROUP = 1_024;
  private static final int GROUP_BYTES = 16 << 20;
  private static final byte[] SEQUENCE = "sequence".getBytes(StandardCharsets.UTF_8);

  private final RocksDB db;
  private final Map<Table, ColumnFamilyHandle> handles;
  private final ArrayBlockingQueue<Waiting<?>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicLong transactions = new AtomicLong();
  private final AtomicLong batches = new AtomicLong();
  private volatile Store.@Nullable CommitListener listener;
  private final Thread thread;
  private final AtomicLong sequence;
  private volatile boolean stopping;

  CommitThread(RocksDB db, Map<Table, ColumnFamilyHandle> handles) {
    this.db = db;
    this.handles = handles;
    this.sequence = new AtomicLong(readSequence());
    this.thread = Thread.ofPlatform().name("store-commit").daemon(true).start(this::loop);
  }

  private long readSequence() {
    try {
      byte[] stored = db.get(handles.get(Table.NODE), SEQUENCE);
      return stored == null ? 0 : ByteBuffer.wrap(stored).getLong();
    } catch (RocksDBException e) {
      throw StoreErrors.of("reading the sequence", e);
    }
  }

  <R> CompletableFuture<R> submit(Transaction<R> transaction) {
    var waiting = new Waiting<>(transaction);
    if (!queue.offer(waiting)) {
      throw new FerruleException(
          ErrorCode.LIMIT_REACHED,
          "expected at most %d transactions waiting for the disk, found the queue full"
              .formatted(QUEUE));
    }
    if (stopping && queue.remove(waiting)) {
      throw new FerruleException(ErrorCode.STORE_CLOSED, "expected an open store, found it closed");
    }
    return waiting.future;
  }

  private void loop() {
    var group = new ArrayList<Waiting<?>>(GROUP);
    while (true) {
      try {
        if (stopping && queue.isEmpty()) {
          return;
        }
        Waiting<?> first = queue.poll(100, java.util.concurrent.TimeUnit.MILLISECONDS);
        if (first != null) {
          group.add(first);
          commit(group);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        group.clear();
      }
    }
  }

  /** Runs the first of {@code group} and what waits behind it, as far as the group may grow. */
  private void commit(List<Waiting<?>> group) {
    long started = System.nanoTime();
    long before = sequence.get();
    try (var batch = new WriteBatchWithIndex(true);
        var reads = new ReadOptions();
        var writes = new WriteOptions().setSync(true)) {
      var writer = new GroupWriter(batch, reads);
      group.getFirst().run(writer, batch);
      while (group.size() < GROUP && writer.bytes < GROUP_BYTES) {
        Waiting<?> next = queue.poll();
        if (next == null) {
          break;
        }
        group.add(next);
        next.run(writer, batch);
      }
      if (sequence.get() != before) {
        writer.put(Table.NODE, SEQUENCE, ByteBuffer.allocate(8).putLong(sequence.get()).array());
      }
      if (batch.count() > 0) {
        db.write(writes, batch);
      }
      batches.incrementAndGet();
      transactions.addAndGet(group.size());
      Store.CommitListener told = listener;
      if (told != null) {
        told.committed(System.nanoTime() - started, group.size());
      }
      group.forEach(Waiting::acknowledge);
    } catch (RocksDBException e) {
      FerruleException failure = StoreErrors.of("writing", e);
      group.forEach(waiting -> waiting.fail(failure));
    } catch (RuntimeException | Error e) {
      group.forEach(waiting -> waiting.fail(e)); // and goes on: others would wait for ever
    }
  }

  long sequence() {
    return sequence.get();
  }

  int waiting() {
    return queue.size();
  }

  void tell(Store.CommitListener to) {
    listener = to;
  }

  Store.CommitCounts counts() {
    return new Store.CommitCounts(transactions.get(), batches.get());
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads through the batch and writes to it. */
  private final class GroupWriter implements Transaction.Writer {
    private final WriteBatchWithIndex batch;
    private final ReadOptions reads;
    private long bytes;

    GroupWriter(WriteBatchWithIndex batch, ReadOptions reads) {
      this.batch = batch;
      this.reads = reads;
    }

    @Override
    public byte @Nullable [] find(Table table, byte[] key) {
      try {
        return batch.getFromBatchAndDB(db, handles.get(table), reads, key);
      } catch (RocksDBException e) {
        throw StoreErrors.of("reading " + table.columnFamily(), e);
      }
    }

    @Override
    public void put(Table table, byte[] key, byte[] value) {
      try {
        batch.put(handles.get(table), key, value);
        bytes += key.length + value.length;
      } catch (RocksDBException e) {
        throw StoreErrors.of("writing " + table.columnFamily(), e);
      }
    }

    @Override
    public void delete(Table table, byte[] key) {
      try {
        batch.delete(handles.get(table), key);
        bytes += key.length;
      } catch (RocksDBException e) {
        throw StoreErrors.of("writing " + table.columnFamily(), e);
      }
    }

    @Override
    public long nextSequence() {
      return sequence.incrementAndGet();
    }
  }

  /** A transaction and the caller that waits for it. */
  private static final class Waiting<R> {
    private final Transaction<R> transaction;
    private final CompletableFuture<R> future = new CompletableFuture<>();
    private @Nullable R result;
    private @Nullable Throwable failure;

    Waiting(Transaction<R> transaction) {
      this.transaction = transaction;
    }

    void run(Transaction.Writer writer, WriteBatchWithIndex batch) throws RocksDBException {
      batch.setSavePoint();
      try {
        result = transaction.run(writer);
        batch.popSavePoint();
      } catch (RuntimeException | Error e) {
        batch.rollbackToSavePoint();
        failure = e;
      }
    }

    @SuppressWarnings("NullAway") // set by run, unless it failed
    void acknowledge() {
      if (failure != null) {
        future.completeExceptionally(failure);
      } else {
        future.complete(result);
      }
    }

    void fail(Throwable reason) {
      future.completeExceptionally(reason);
    }
  }
}
