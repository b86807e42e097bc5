package dev.ferrule.store;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * The node's embedded store. A transaction is acknowledged when it is on disk: one commit thread
 * gathers what waits into a RocksDB batch and syncs once for all of it (group commit). Thread-safe.
 *
 * <p>Fails with {@link ErrorCode#STORE_LOCKED} when another process has the directory open, {@link
 * ErrorCode#STORE_CORRUPT} when RocksDB finds damage, {@link ErrorCode#STORE_FAILED} when the disk
 * refuses, and {@link ErrorCode#STORE_CLOSED} after {@link #close}.
 */
public final class Store implements AutoCloseable {
  static {
    RocksDB.loadLibrary();
  }

  private final RocksDB db;
  private final Map<Table, ColumnFamilyHandle> handles;
  private final List<AutoCloseable> nativeParts;
  private final CommitThread commits;
  private volatile boolean closed;

  private Store(
      RocksDB db, Map<Table, ColumnFamilyHandle> handles, List<AutoCloseable> nativeParts) {
    this.db = db;
    this.handles = handles;
    this.nativeParts = nativeParts;
    this.commits = new CommitThread(db, handles);
  }

  /** Opens the store in {@code directory}, creating it when absent. */
  public static Store open(Path directory, StoreSettings settings) {
    var parts = new ArrayList<AutoCloseable>();
    try {
      Files.createDirectories(directory);
      var cache = new LRUCache(settings.blockCacheBytes());
      parts.add(cache);
      var options =
          new DBOptions()
              .setCreateIfMissing(true)
              .setCreateMissingColumnFamilies(true)
              .setMaxBackgroundJobs(2)
              .setMaxTotalWalSize(settings.maxWalBytes())
              .setKeepLogFileNum(4)
              .setMaxOpenFiles(512)
              .setRecycleLogFileNum(2) // a sync writes no new length of the file
              .setBytesPerSync(512 << 10); // no burst of writing before which a sync waits
      parts.add(options);
      var descriptors = new ArrayList<ColumnFamilyDescriptor>();
      descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY));
      for (Table table : Table.values()) {
        var familyOptions = familyOptions(cache, settings, parts);
        if (table == Table.RESULTS) {
          familyOptions.setCompressionType(CompressionType.NO_COMPRESSION); // they are already
        }
        descriptors.add(
            new ColumnFamilyDescriptor(
                table.columnFamily().getBytes(StandardCharsets.UTF_8), familyOptions));
      }
      var opened = new ArrayList<ColumnFamilyHandle>();
      RocksDB db = RocksDB.open(options, directory.toString(), descriptors, opened);
      parts.addAll(opened);
      var handles = new EnumMap<Table, ColumnFamilyHandle>(Table.class);
      var remaining = opened.listIterator(1); // the first is the default column family
      for (Table table : Table.values()) {
        handles.put(table, remaining.next());
      }
      return new Store(db, handles, parts);
    } catch (RocksDBException e) {
      closeAll(parts);
      throw openFailure(directory, e);
    } catch (IOException e) {
      closeAll(parts);
      throw new FerruleException(
          ErrorCode.STORE_FAILED, "expected a writable directory, found " + directory, e);
    }
  }

  private static ColumnFamilyOptions familyOptions(
      Cache cache, StoreSettings settings, List<AutoCloseable> parts) {
    var bloom = new BloomFilter(10, false);
    var table = new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(bloom);
    var options =
        new ColumnFamilyOptions()
            .setTableFormatConfig(table)
            .setWriteBufferSize(settings.writeBufferBytes())
            .setCompressionType(CompressionType.LZ4_COMPRESSION);
    parts.add(bloom);
    parts.add(options);
    return options;
  }

  private static FerruleException openFailure(Path directory, RocksDBException e) {
    String reason = String.valueOf(e.getMessage());
    if (reason.contains("lock ")) {
      return new FerruleException(
          ErrorCode.STORE_LOCKED,
          "expected to be the only process on %s, found it in use; stop the other node or name "
                  .formatted(directory)
              + "another directory with --data",
          e);
    }
    return StoreErrors.of("opening " + directory, e);
  }

  /** The value, or null. */
  public byte @Nullable [] find(Table table, byte[] key) {
    requireOpen();
    try {
      return db.get(handle(table), key);
    } catch (RocksDBException e) {
      throw StoreErrors.of("reading " + table.columnFamily(), e);
    }
  }

  /** The entries whose keys begin with {@code prefix}, in key order, as of now. */
  public Cursor scan(Table table, byte[] prefix) {
    return scan(table, prefix, prefix);
  }

  /** As {@link #scan(Table, byte[])}, from the first key at or after {@code from}. */
  public Cursor scan(Table table, byte[] prefix, byte[] from) {
    requireOpen();
    var options = new ReadOptions();
    return new Cursor(options, db.newIterator(handle(table), options), prefix, from);
  }

  /** The entries from the last key at or before {@code from} towards the first, as of now. */
  public Cursor scanBackward(Table table, byte[] from) {
    requireOpen();
    var options = new ReadOptions();
    return Cursor.backward(options, db.newIterator(handle(table), options), from);
  }

  /** The greatest key that begins with {@code prefix} and is not after {@code to}; or null. */
  public byte @Nullable [] findLastKey(Table table, byte[] prefix, byte[] to) {
    requireOpen();
    try (var options = new ReadOptions();
        RocksIterator iterator = db.newIterator(handle(table), options)) {
      iterator.seekForPrev(to);
      if (!iterator.isValid()) {
        return null;
      }
      byte[] key = iterator.key();
      return java.util.Arrays.mismatch(key, prefix) >= prefix.length ? key : null;
    }
  }

  /** Hands over a transaction; the future completes once it is on disk, or with its failure. */
  public <R> CompletableFuture<R> commit(Transaction<R> transaction) {
    requireOpen();
    return commits.submit(transaction);
  }

  /** As {@link #commit}, and waits. */
  public <R> R commitAndWait(Transaction<R> transaction) {
    try {
      return commit(transaction).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof FerruleException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * Removes all keys from {@code from} up to but not {@code to}, at once and outside any
   * transaction. For clearing up what nothing refers to any more.
   */
  public void clear(Table table, byte[] from, byte[] to) {
    requireOpen();
    try {
      db.deleteRange(handle(table), from, to);
    } catch (RocksDBException e) {
      throw StoreErrors.of("clearing " + table.columnFamily(), e);
    }
  }

  /**
   * Gives back the space of the files that have only keys from {@code from} up to but not {@code
   * to}. Some of these keys remain, so they must not matter any more. Costs next to nothing: no
   * file is written anew.
   */
  public void dropFiles(Table table, byte[] from, byte[] to) {
    requireOpen();
    try {
      db.deleteFilesInRanges(handle(table), List.of(from, to), false);
    } catch (RocksDBException e) {
      throw StoreErrors.of("clearing " + table.columnFamily(), e);
    }
  }

  /** The last sequence number given out. */
  public long sequence() {
    return commits.sequence();
  }

  /** How many transactions wait to be written. */
  public int waiting() {
    return commits.waiting();
  }

  /** Hears of commits, on the thread that makes them; must be quick. */
  @FunctionalInterface
  public interface CommitListener {
    /**
     * A group is on disk.
     *
     * @param nanos from its first transaction to the end of its sync
     * @param transactions how many it had
     */
    void committed(long nanos, int transactions);
  }

  /** Has each commit from now on told to {@code listener}, instead of another before. */
  public void listen(CommitListener listener) {
    commits.tell(listener);
  }

  /** What RocksDB says of itself. */
  public StoreHealth health() {
    requireOpen();
    try {
      return StoreHealth.of(db, List.copyOf(handles.values()));
    } catch (RocksDBException e) {
      throw StoreErrors.of("measuring", e);
    }
  }

  /** How many batches were synced, and how many transactions they held, since the start. */
  public CommitCounts commitCounts() {
    return commits.counts();
  }

  /**
   * Transactions and the batches that carried them.
   *
   * @param transactions how many were committed
   * @param batches how many syncs that took
   */
  public record CommitCounts(long transactions, long batches) {}

  /** Bytes of live data in the table, as RocksDB estimates it. */
  public long estimatedBytes(Table table) {
    requireOpen();
    try {
      return db.getLongProperty(handle(table), "rocksdb.estimate-live-data-size");
    } catch (RocksDBException e) {
      throw StoreErrors.of("measuring " + table.columnFamily(), e);
    }
  }

  private ColumnFamilyHandle handle(Table table) {
    return java.util.Objects.requireNonNull(handles.get(table));
  }

  private void requireOpen() {
    if (closed) {
      throw new FerruleException(ErrorCode.STORE_CLOSED, "expected an open store, found it closed");
    }
  }

  /** Commits what waits, then closes. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    commits.close();
    closeAll(nativeParts.stream().filter(ColumnFamilyHandle.class::isInstance).toList());
    db.close();
    closeAll(nativeParts.stream().filter(p -> !(p instanceof ColumnFamilyHandle)).toList());
  }

  private static void closeAll(List<? extends AutoCloseable> parts) {
    for (AutoCloseable part : parts.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException("closing a native part failed", e);
      }
    }
  }
}
