package dev.ferrule.store;

import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * What RocksDB says of itself, over all tables. Immutable.
 *
 * @param blockCacheBytes of blocks read from disk, in memory
 * @param memtableBytes written and not yet in a sorted file
 * @param tableReaderBytes of indexes and filters besides the cache
 * @param pendingCompactionBytes to be rewritten until the files are in order
 * @param runningCompactions going on now
 * @param runningFlushes going on now
 * @param stopped whether writes wait until the files are in order
 * @param delayedBytesPerSecond to which writes are slowed down; 0 when they are not
 * @param backgroundErrors failures of compactions and flushes since the start
 * @param liveBytes of the sorted files
 */
public record StoreHealth(
    long blockCacheBytes,
    long memtableBytes,
    long tableReaderBytes,
    long pendingCompactionBytes,
    long runningCompactions,
    long runningFlushes,
    boolean stopped,
    long delayedBytesPerSecond,
    long backgroundErrors,
    long liveBytes) {

  static StoreHealth of(RocksDB db, List<ColumnFamilyHandle> tables) throws RocksDBException {
    ColumnFamilyHandle any = tables.getFirst(); // they share these
    return new StoreHealth(
        db.getLongProperty(any, "rocksdb.block-cache-usage"),
        db.getAggregatedLongProperty("rocksdb.cur-size-all-mem-tables"),
        db.getAggregatedLongProperty("rocksdb.estimate-table-readers-mem"),
        db.getAggregatedLongProperty("rocksdb.estimate-pending-compaction-bytes"),
        db.getLongProperty(any, "rocksdb.num-running-compactions"),
        db.getLongProperty(any, "rocksdb.num-running-flushes"),
        db.getLongProperty(any, "rocksdb.is-write-stopped") != 0,
        db.getLongProperty(any, "rocksdb.actual-delayed-write-rate"),
        db.getLongProperty(any, "rocksdb.background-errors"),
        db.getAggregatedLongProperty("rocksdb.live-sst-files-size"));
  }
}
