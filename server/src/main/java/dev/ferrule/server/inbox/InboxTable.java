package dev.ferrule.server.inbox;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.store.Cursor;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import dev.ferrule.store.Transaction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The events that wait, in the store. The key is a sequence number (8 bytes, big endian) and the
 * number of bytes of the value (4), so that a walk over keys tells how much there is; the value is
 * that of {@link EventCodec}. Thread-safe.
 */
final class InboxTable {
  private static final byte[] ALL = {};

  private final Store store;
  private final long mostEvents;
  private final long mostBytes;
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * An event that waits.
   *
   * @param key its key
   * @param event as it was acknowledged
   */
  record Entry(byte[] key, Event event) {
    long sequence() {
      return ByteBuffer.wrap(key).getLong();
    }

    int bytes() {
      return ByteBuffer.wrap(key).getInt(8);
    }
  }

  InboxTable(Store store, long mostEvents, long mostBytes) {
    this.store = store;
    this.mostEvents = mostEvents;
    this.mostBytes = mostBytes;
    try (Cursor cursor = store.scan(Table.INBOX, ALL)) {
      while (cursor.next()) {
        events.incrementAndGet();
        bytes.addAndGet(ByteBuffer.wrap(cursor.key()).getInt(8));
      }
    }
  }

  private static byte[] key(long sequence, int length) {
    return ByteBuffer.allocate(12).putLong(sequence).putInt(length).array();
  }

  long events() {
    return events.get();
  }

  long bytes() {
    return bytes.get();
  }

  /** Writes events in one transaction, or none when there is no room for all. */
  CompletableFuture<Boolean> write(List<byte[]> values) {
    long length = values.stream().mapToLong(value -> value.length).sum();
    try {
      reserve(values.size(), length);
    } catch (FerruleException e) {
      return CompletableFuture.failedFuture(e);
    }
    try {
      return store
          .<Boolean>commit(writer -> {
            values.forEach(value -> put(writer, value));
            return true;
          })
          .whenComplete((_, failure) -> {
            if (failure != null) {
              release(values.size(), length);
            }
          });
    } catch (RuntimeException e) {
      release(values.size(), length);
      return CompletableFuture.failedFuture(e);
    }
  }

  void put(Transaction.Writer writer, byte[] value) {
    writer.put(Table.INBOX, key(writer.nextSequence(), value.length), value);
  }

  /** Takes room, which is given back by {@link #release}. */
  void reserve(int count, long length) {
    long all = events.addAndGet(count);
    long allBytes = bytes.addAndGet(length);
    if (all > mostEvents || allBytes > mostBytes) {
      release(count, length);
      throw new FerruleException(
          ErrorCode.LIMIT_REACHED,
          all > mostEvents
              ? "expected at most events.inbox_events=%d events that wait, found more; try again"
                  .formatted(mostEvents)
              : "expected at most %d bytes of events that wait, found more; try again"
                  .formatted(mostBytes));
    }
  }

  void release(int count, long length) {
    events.addAndGet(-count);
    bytes.addAndGet(-length);
  }

  /** Deletes an entry; {@link #release} once this is on disk. */
  static void delete(Transaction.Writer writer, Entry entry) {
    writer.delete(Table.INBOX, entry.key());
  }

  CompletableFuture<Boolean> delete(Entry entry) {
    return store.commit(writer -> {
      delete(writer, entry);
      return true;
    });
  }

  /** The entries after a sequence number, in order: so many, or fewer when they are large. */
  List<Entry> read(long after, int count, long atLeastBytes) {
    var entries = new ArrayList<Entry>();
    long read = 0;
    try (Cursor cursor = store.scan(Table.INBOX, ALL, key(after + 1, 0))) {
      while (entries.size() < count && read < atLeastBytes && cursor.next()) {
        var entry = new Entry(cursor.key(), EventCodec.decode(cursor.value()));
        entries.add(entry);
        read += entry.bytes();
      }
    }
    return entries;
  }
}
