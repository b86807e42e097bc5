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
import java.util.stream.Stream;
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
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SstFileReader;
import org.rocksdb.WriteOptions;

/**
 * The node's embedded store. A transaction is acknowledged when it is on disk: one commit thread
 * gathers what waits into a RocksDB batch and syncs once for all of it (group commit). Thread-safe.
 *
 * <p>Fails with {@link ErrorCode#STORE_LOCKED} when another process has the directory open, {@link
 * ErrorCode#STORE_CORRUPT} when there is damage, {@link ErrorCode#STORE_FULL} when there is no room
 * on the disk, {@link ErrorCode#STORE_FAILED} when it refuses otherwise, and {@link
 * ErrorCode#STORE_CLOSED} after {@link #close}.
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
    if (Files.isDirectory(directory)) {
      requireSound(directory);
    }
    return openAny(directory, settings);
  }

  /**
   * Opens it also when a write-ahead log is damaged, and thereby gives up what was written after
   * the damage. For a repair, which keeps a copy of the log.
   */
  public static Store openDamaged(Path directory, StoreSettings settings) {
    return openAny(directory, settings);
  }

  /** The write-ahead logs of a store that nobody has open that are damaged before their end. */
  public static List<Path> damagedLogs(Path directory) {
    return Files.isDirectory(directory)
        ? WriteAheadLogs.damaged(directory).stream().map(WriteAheadLogs.Damage::file).toList()
        : List.of();
  }

  /** RocksDB itself would open both of these with less in them, and say nothing. */
  private static void requireSound(Path directory) {
    if (!Files.exists(directory.resolve("CURRENT")) && hasTables(directory)) {
      throw new FerruleException(
          ErrorCode.STORE_CORRUPT,
          "expected the file CURRENT beside the tables in %s, found none; restore a backup"
              .formatted(directory));
    }
    for (WriteAheadLogs.Damage damage : WriteAheadLogs.damaged(directory)) {
      if (LockHolder.of(directory.resolve("LOCK")).isEmpty()) { // else it is being written
        throw new FerruleException(
            ErrorCode.STORE_CORRUPT,
            "expected a whole write-ahead log, found %s damaged at byte %d, before its end; "
                    .formatted(damage.file(), damage.offsetBytes())
                + "look with ferrule store check, then restore a backup, or repair without what "
                + "was written after the damage");
      }
    }
  }

  private static boolean hasTables(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.anyMatch(file -> WriteAheadLogs.isLog(file) || file.toString().endsWith(".sst"));
    } catch (IOException e) {
      throw StoreErrors.of("reading " + directory, e);
    }
  }

  private static Store openAny(Path directory, StoreSettings settings) {
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
      // nothing is ever written to it; RocksDB wants room for its buffer before it goes on after a
      // full disk, so that must be no larger than the others'
      descriptors.add(
          new ColumnFamilyDescriptor(
              RocksDB.DEFAULT_COLUMN_FAMILY, familyOptions(cache, settings, parts)));
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
      throw StoreErrors.of("expected a writable directory: making " + directory, e);
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
      var holder = LockHolder.of(directory.resolve("LOCK"));
      return new FerruleException(
          ErrorCode.STORE_LOCKED,
          "expected to be the only process on %s, found it in use%s; stop the other node or name "
                  .formatted(
                      directory, holder.isPresent() ? " by the process " + holder.getAsLong() : "")
              + "another directory with --data",
          e);
    }
    if (reason.contains("Read-only file system") || reason.contains("Permission denied")) {
      return new FerruleException(
          ErrorCode.STORE_FAILED,
          "expected a writable directory, found %s: %s".formatted(directory, reason),
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
   * transaction. For clearing up what nothing refers to any more. It is on disk when this returns.
   */
  public void clear(Table table, byte[] from, byte[] to) {
    requireOpen();
    try (var writes = new WriteOptions().setSync(true)) {
      db.deleteRange(handle(table), writes, from, to);
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

  /**
   * A file whose content does not fit its checksums.
   *
   * @param table the table that it has a part of, as it is called on disk
   * @param file its path
   * @param reason what RocksDB says
   */
  public record DamagedFile(String table, String file, String reason) {}

  /** Reads every file of every table and compares its checksums. */
  public List<DamagedFile> damagedFiles() {
    requireOpen();
    var damaged = new ArrayList<DamagedFile>();
    for (LiveFileMetaData live : db.getLiveFilesMetaData()) {
      String file = live.path() + live.fileName();
      try (var options = new Options();
          var reader = new SstFileReader(options)) {
        reader.open(file);
        reader.verifyChecksum();
      } catch (RocksDBException e) {
        if (isLive(live.fileName())) { // else it was merged into others meanwhile, and read thereby
          String table = new String(live.columnFamilyName(), StandardCharsets.UTF_8);
          damaged.add(new DamagedFile(table, file, String.valueOf(e.getMessage())));
        }
      }
    }
    return damaged;
  }

  private boolean isLive(String fileName) {
    return db.getLiveFilesMetaData().stream().anyMatch(live -> live.fileName().equals(fileName));
  }

  /** For {@link Backups}. */
  RocksDB db() {
    requireOpen();
    return db;
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
