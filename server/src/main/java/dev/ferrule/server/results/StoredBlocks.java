package dev.ferrule.server.results;

import dev.ferrule.store.Cursor;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import dev.ferrule.store.Transaction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The blocks in the store, and what is in which. Thread-safe.
 *
 * <p>{@code RESULT_HEADS} and {@code RESULTS} have heads and bodies by the last sequence number in
 * the block. {@code EVENT_IDS} has for an event's id the sequence number of its group, eight bytes
 * big-endian, and its place in the group; the block with the group is the first one at or after
 * that number, so merging blocks changes no id. {@code NODE} has how many results were ever
 * written, and what is gone: blocks up to there are not seen any more, be they still on disk.
 */
final class StoredBlocks {
  private static final byte[] NO_PREFIX = {};
  private static final byte[] WRITTEN = "results.written".getBytes(StandardCharsets.UTF_8);
  private static final byte[] GONE = "results.gone".getBytes(StandardCharsets.UTF_8);
  private static final int MOST_READ_BYTES = 8 << 20;

  final Store store;
  private volatile LogPosition gone;

  StoredBlocks(Store store) {
    this.store = store;
    byte[] value = store.find(Table.NODE, GONE);
    this.gone = value == null ? LogPosition.BEGINNING : LogPosition.decode(value);
  }

  static byte[] key(long number) {
    return ByteBuffer.allocate(8).putLong(number).array();
  }

  /** Up to where results were deleted. */
  LogPosition gone() {
    return gone;
  }

  /** Where the log ends. */
  LogPosition end() {
    try (Heads heads = backward(Long.MAX_VALUE)) {
      BlockHead last = heads.next();
      return last == null ? gone : new LogPosition(last.sequence(), last.ordinal + last.results);
    }
  }

  /** How many results were ever written before a transaction, and notes that it writes more. */
  long count(Transaction.Writer writer, int more) {
    byte[] value = writer.find(Table.NODE, WRITTEN);
    long before = value == null ? 0 : ByteBuffer.wrap(value).getLong();
    writer.put(Table.NODE, WRITTEN, key(before + more));
    return before;
  }

  void put(Transaction.Writer writer, long sequence, BlockCodec.Encoded block) {
    byte[] key = key(sequence);
    writer.put(Table.RESULT_HEADS, key, block.head());
    writer.put(Table.RESULTS, key, block.body());
  }

  void delete(Transaction.Writer writer, long sequence) {
    byte[] key = key(sequence);
    writer.delete(Table.RESULT_HEADS, key);
    writer.delete(Table.RESULTS, key);
  }

  void putIds(Transaction.Writer writer, BlockCodec.Group group) {
    var place = new ByteWriter(16);
    byte[] sequence = key(group.sequence());
    for (int i = 0; i < group.results().size(); i++) {
      place.reset();
      place.putRaw(sequence, 8).putNumber(i);
      writer.put(Table.EVENT_IDS, key(group.results().get(i).id()), place.copy());
    }
  }

  /** The place of an event's result, or null. */
  @Nullable ResultPlace place(long id) {
    byte[] value = store.find(Table.EVENT_IDS, key(id));
    if (value == null) {
      return null;
    }
    var place =
        new ResultPlace(
            ByteBuffer.wrap(value).getLong(), new ByteReader(value, 8, value.length).readCount());
    return place.sequence() <= gone.sequence() ? null : place;
  }

  /** Notes that all blocks up to one are gone, in the transaction that deletes their ids. */
  void passAway(Transaction.Writer writer, LogPosition upTo) {
    writer.put(Table.NODE, GONE, upTo.encode());
  }

  /** As {@link #passAway}, when that is on disk: nobody sees these blocks any more. */
  void passedAway(LogPosition upTo) {
    gone = upTo;
  }

  /** Gives back the space of what is gone. */
  void dropFiles() {
    byte[] to = key(gone.sequence() + 1);
    store.dropFiles(Table.RESULT_HEADS, NO_PREFIX, to);
    store.dropFiles(Table.RESULTS, NO_PREFIX, to);
  }

  /** Heads in order, one after the other. Confined; close it. */
  final class Heads implements AutoCloseable {
    private final Cursor cursor;
    private int bytes;

    private Heads(Cursor cursor) {
      this.cursor = cursor;
    }

    /** The next head, or null when there is none. */
    @Nullable BlockHead next() {
      while (cursor.next()) {
        long sequence = ByteBuffer.wrap(cursor.key()).getLong();
        if (sequence > gone.sequence()) {
          byte[] value = cursor.value();
          bytes = value.length;
          return BlockHead.decode(value);
        }
      }
      return null;
    }

    /** How large the last one is on disk, with its body. */
    long bytes(BlockHead head) {
      return bytes + (long) head.bodyBytes;
    }

    @Override
    public void close() {
      cursor.close();
    }
  }

  /** From the block that has the first result after a sequence number on. */
  Heads forward(long after) {
    long from = Math.max(after, gone.sequence()) + 1;
    return new Heads(store.scan(Table.RESULT_HEADS, NO_PREFIX, key(from)));
  }

  /** From the last block whose number is at most {@code from} towards the oldest. */
  Heads backward(long from) {
    return new Heads(store.scanBackward(Table.RESULT_HEADS, key(from)));
  }

  /** Results of a block by their places in it; null when it was merged or deleted meanwhile. */
  @Nullable List<Result> read(BlockHead head, int[] wanted) {
    byte[] body = store.find(Table.RESULTS, key(head.sequence()));
    return body == null || body.length != head.bodyBytes
        ? null
        : new BlockBody(head, body).read(wanted);
  }

  /** The result at a place, or null when it is gone. */
  @Nullable Result find(ResultPlace place) {
    while (place.sequence() > gone.sequence()) {
      BlockHead head;
      try (Heads heads = forward(place.sequence() - 1)) {
        head = heads.next();
      }
      int start = head == null ? -1 : head.startOf(place.sequence());
      if (head == null || start < 0) {
        return null;
      }
      List<Result> found = read(head, new int[] {start + place.index()});
      if (found != null) {
        return found.getFirst();
      }
    }
    return null;
  }

  /** See {@link ResultLog#readAfter}. */
  List<ResultBlock> readAfter(long sequence, int mostBlocks) {
    var blocks = new ArrayList<ResultBlock>();
    long at = sequence;
    long bytes = 0;
    boolean merged = true;
    while (merged) {
      merged = false;
      try (Heads heads = forward(at)) {
        BlockHead head = blocks.size() < mostBlocks ? heads.next() : null;
        while (head != null && blocks.size() < mostBlocks && bytes < MOST_READ_BYTES) {
          int from = head.upTo(at);
          List<Result> results = read(head, IntStream.range(from, head.results).toArray());
          if (results == null) {
            merged = true; // look again, from where we are
            break;
          }
          blocks.add(new ResultBlock(head.sequence(), head.ordinal + from, results));
          at = head.sequence();
          bytes += head.bodyBytes;
          head = heads.next();
        }
      }
    }
    return blocks;
  }
}
