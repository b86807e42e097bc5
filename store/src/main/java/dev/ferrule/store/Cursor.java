package dev.ferrule.store;

import java.util.Arrays;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * A walk over entries in key order, as they were when it was opened. It begins before the first
 * entry. Confined to one thread; close it.
 */
public final class Cursor implements AutoCloseable {
  private final ReadOptions options;
  private final RocksIterator iterator;
  private final byte[] prefix;
  private boolean started;

  /** Closes {@code options} and {@code iterator} with itself. */
  Cursor(ReadOptions options, RocksIterator iterator, byte[] prefix, byte[] from) {
    this.options = options;
    this.iterator = iterator;
    this.prefix = prefix;
    iterator.seek(from);
  }

  /** Moves to the next entry; false when there is none. */
  public boolean next() {
    if (started) {
      iterator.next();
    }
    started = true;
    if (!iterator.isValid()) {
      requireHealthy();
      return false;
    }
    byte[] key = iterator.key();
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private void requireHealthy() {
    try {
      iterator.status();
    } catch (RocksDBException e) {
      throw StoreErrors.of("scanning", e);
    }
  }

  public byte[] key() {
    return iterator.key();
  }

  public byte[] value() {
    return iterator.value();
  }

  @Override
  public void close() {
    iterator.close();
    options.close();
  }
}
