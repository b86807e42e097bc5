package dev.ferrule.store;

import java.util.Arrays;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * A walk over entries in key order, or against it, as they were when it was opened. It begins
 * before the first entry. Confined to one thread; close it.
 */
public final class Cursor implements AutoCloseable {
  private final ReadOptions options;
  private final RocksIterator iterator;
  private final byte[] prefix;
  private final boolean backward;
  private boolean started;

  /** Closes {@code options} and {@code iterator} with itself. */
  Cursor(ReadOptions options, RocksIterator iterator, byte[] prefix, byte[] from) {
    this.options = options;
    this.iterator = iterator;
    this.prefix = prefix;
    this.backward = false;
    iterator.seek(from);
  }

  private Cursor(ReadOptions options, RocksIterator iterator, byte[] last) {
    this.options = options;
    this.iterator = iterator;
    this.prefix = new byte[0];
    this.backward = true;
    iterator.seekForPrev(last);
  }

  /** A walk from {@code last} or what is before it towards the first. */
  static Cursor backward(ReadOptions options, RocksIterator iterator, byte[] last) {
    return new Cursor(options, iterator, last);
  }

  /** Moves to the next entry; false when there is none. */
  public boolean next() {
    if (started && backward) {
      iterator.prev();
    } else if (started) {
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
