package dev.ferrule.server.results;

import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import dev.ferrule.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The results of events in the order they were written. What one transaction writes is a block,
 * under one sequence number. Thread-safe.
 */
public final class ResultLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ResultLog.class);

  private final Store store;
  private final StoredBlocks blocks;
  private final RecentBlocks recent;
  private final List<ResultFollower> followers = new ArrayList<>();
  private final LongAdder resultsWritten = new LongAdder();
  private final LongAdder bytesWritten = new LongAdder();
  private final LongAdder blocksWritten = new LongAdder();

  /** Of the thread that commits. */
  private final BlockCodec codec = new BlockCodec();

  public ResultLog(Store store) {
    this.store = store;
    this.blocks = new StoredBlocks(store);
    this.recent = new RecentBlocks(blocks.end());
  }

  /** The blocks as they are stored. */
  StoredBlocks blocks() {
    return blocks;
  }

  /**
   * Writes results in one transaction, which also makes their ids known; called by the transaction,
   * so by one thread at a time. {@link #committed} is to be called when it is on disk.
   */
  public void write(Transaction.Writer writer, List<Result> group) {
    if (group.isEmpty()) {
      return;
    }
    long sequence = writer.nextSequence();
    long ordinal = blocks.count(writer, group.size());
    var written = new BlockCodec.Group(sequence, group);
    BlockCodec.Encoded encoded = codec.encode(ordinal, List.of(written));
    blocks.put(writer, sequence, encoded);
    blocks.putIds(writer, written);
    recent.written(new ResultBlock(sequence, ordinal, group));
    resultsWritten.add(group.size());
    bytesWritten.add(encoded.head().length + encoded.body().length);
    blocksWritten.increment();
  }

  /** Tells those who follow that these are on disk now. Called in the order of the writes. */
  public void committed(List<Result> group) {
    if (!group.isEmpty()) {
      recent.committed(group.getFirst());
    }
  }

  /** The result of an event, or null when there is none (any more). */
  public @Nullable Result find(long id) {
    ResultPlace place = blocks.place(id);
    return place == null ? null : blocks.find(place);
  }

  /** Where the log ends: after the last block that is on disk. */
  public LogPosition newest() {
    return recent.newest();
  }

  /** Where the log begins: what is before was deleted. */
  public LogPosition oldest() {
    return blocks.gone();
  }

  /**
   * The blocks after a sequence number, at most so many and at least one when there is one, the
   * oldest first. The number need not be one of a block that is still there.
   */
  public List<ResultBlock> readAfter(long sequence, int mostBlocks) {
    List<ResultBlock> inMemory = recent.after(sequence, mostBlocks);
    return inMemory != null ? inMemory : blocks.readAfter(sequence, mostBlocks);
  }

  /** The blocks from one sequence number to another that are in memory; maybe none. */
  List<ResultBlock> recent(long from, long to) {
    return recent.between(from, to);
  }

  /** Whether what comes after a sequence number is all in memory. */
  public boolean isRecent(long sequence) {
    return recent.after(sequence, 1) != null;
  }

  /** Waits until there is a block after a sequence number; false when the time is over. */
  public boolean awaitNewer(long sequence, Duration patience) throws InterruptedException {
    return recent.await(sequence, patience);
  }

  /** Goes on where the follower of this name came to; one at a time for each name. */
  public ResultFollower follow(String name, ResultFollower.Start start) {
    LogPosition from = checkpoint(name);
    if (from == null) {
      LogPosition first = start == ResultFollower.Start.NEWEST ? newest() : oldest();
      store.commitAndWait(writer -> {
        moveTo(name, first).accept(writer);
        return first;
      });
      from = first;
    }
    var follower = new ResultFollower(this, name, from);
    synchronized (followers) {
      followers.add(follower);
    }
    return follower;
  }

  void leave(ResultFollower follower) {
    synchronized (followers) {
      followers.remove(follower);
    }
  }

  /** Who follows at the moment. */
  public List<ResultFollower> followers() {
    synchronized (followers) {
      return List.copyOf(followers);
    }
  }

  void tellMissed(String name, long results) {
    LOG.warn(
        "results were deleted before they were read: follower={} results={}; raise"
            + " events.retention or events.results_bytes, or see why the follower is slow",
        name,
        results);
  }

  /** Up to where the follower of this name has done everything; null when it never followed. */
  public @Nullable LogPosition checkpoint(String name) {
    byte[] value = store.find(Table.CHECKPOINTS, key(name));
    return value == null ? null : LogPosition.decode(value);
  }

  /** Writes that the follower of this name has done everything up to a place. */
  public Consumer<Transaction.Writer> moveTo(String name, LogPosition to) {
    return writer -> writer.put(Table.CHECKPOINTS, key(name), to.encode());
  }

  /** Forgets a follower that will not come again. */
  public Consumer<Transaction.Writer> forget(String name) {
    return writer -> writer.delete(Table.CHECKPOINTS, key(name));
  }

  private static byte[] key(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * What was written since the start.
   *
   * @param results how many
   * @param bytes how large they are on disk
   * @param blocks in how many blocks
   */
  public record Written(long results, long bytes, long blocks) {}

  public Written written() {
    return new Written(resultsWritten.sum(), bytesWritten.sum(), blocksWritten.sum());
  }

  /** Frees memory; nothing is written any more by then. */
  @Override
  public void close() {
    codec.close();
  }
}
