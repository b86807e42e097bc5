package dev.ferrule.server.results;

import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log small and quick to read: merges small blocks, which come when there is little to
 * do, and deletes the oldest results when they are too old or too much. On a thread of its own.
 */
public final class ResultUpkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ResultUpkeep.class);
  private static final long EVERY_MILLIS = 1_000;

  /** A block with fewer results is small. */
  private static final int SMALL = 256;

  private static final int MERGED = 512;
  private static final long MERGED_BYTES = 1 << 20;
  private static final int WORTH_MERGING = 8;

  /** Few, as the transaction that deletes them is on the thread that commits. */
  private static final int IDS_AT_ONCE = 1_024;

  private final StoredBlocks blocks;
  private final Store store;
  private final InstantSource clock;
  private final long keptMillis;
  private final long mostBytes;
  private final BlockCodec codec = new BlockCodec();

  /** Small blocks next to each other, the last ones seen. */
  private final List<Seen> run = new ArrayList<>();

  private long seen;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong count = new AtomicLong();
  private volatile long oldestMillis;
  private boolean closed;
  private @Nullable Thread thread;

  private record Seen(long sequence, int results, long bytes) {}

  public ResultUpkeep(ResultLog log, InstantSource clock, Duration kept, long mostBytes) {
    this.blocks = log.blocks();
    this.store = blocks.store;
    this.clock = clock;
    this.keptMillis = kept.toMillis();
    this.mostBytes = mostBytes;
  }

  /** Begins to work. */
  public synchronized void start() {
    thread = Thread.ofPlatform().name("results-upkeep").daemon(true).start(this::loop);
  }

  private void loop() {
    while (isOpen()) {
      try {
        runOnce();
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.error("looking after the results failed; it is tried again", e);
        clearUp();
      }
    }
  }

  private synchronized boolean isOpen() {
    return !closed;
  }

  private synchronized void pause() throws InterruptedException {
    if (!closed) {
      TimeUnit.MILLISECONDS.timedWait(this, EVERY_MILLIS);
    }
  }

  /* Counts anew: what was done is not known. */
  private void clearUp() {
    run.clear();
    seen = 0;
    bytes.set(0);
    count.set(0);
    try {
      pause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks at what is new, merges and deletes what is due. */
  void runOnce() {
    look();
    sweep();
  }

  private void look() {
    try (StoredBlocks.Heads heads = blocks.forward(seen)) {
      for (BlockHead head = heads.next(); head != null && isOpen(); head = heads.next()) {
        seen = head.sequence();
        bytes.addAndGet(heads.bytes(head));
        count.incrementAndGet();
        if (head.results >= SMALL || head.bodyBytes >= MERGED_BYTES) {
          endRun(WORTH_MERGING);
        } else {
          run.add(new Seen(seen, head.results, heads.bytes(head)));
          if (run.stream().mapToInt(Seen::results).sum() >= MERGED
              || run.stream().mapToLong(Seen::bytes).sum() >= MERGED_BYTES) {
            endRun(2);
          }
        }
      }
    }
  }

  private void endRun(int least) {
    if (run.size() >= least) {
      merge();
    }
    run.clear();
  }

  private void merge() {
    var groups = new ArrayList<BlockCodec.Group>();
    long ordinal = -1;
    for (Seen small : run) {
      try (StoredBlocks.Heads heads = blocks.forward(small.sequence() - 1)) {
        BlockHead head = heads.next();
        List<Result> results =
            head == null || head.sequence() != small.sequence()
                ? null
                : blocks.read(head, IntStream.range(0, head.results).toArray());
        if (head == null || results == null) {
          return; // it was deleted meanwhile
        }
        ordinal = ordinal < 0 ? head.ordinal : ordinal;
        for (int i = 0; i < head.sequences.length; i++) {
          groups.add(
              new BlockCodec.Group(
                  head.sequences[i], results.subList(head.starts[i], head.starts[i + 1])));
        }
      }
    }
    BlockCodec.Encoded merged = codec.encode(ordinal, groups);
    store.<Boolean>commitAndWait(writer -> {
      run.subList(0, run.size() - 1).forEach(small -> blocks.delete(writer, small.sequence()));
      blocks.put(writer, run.getLast().sequence(), merged);
      return true;
    });
    long before = run.stream().mapToLong(Seen::bytes).sum();
    bytes.addAndGet(merged.head().length + merged.body().length - before);
    count.addAndGet(1L - run.size());
  }

  private void sweep() {
    boolean deleted = false;
    while (isOpen() && deleteOldest()) {
      deleted = true;
    }
    if (deleted) {
      blocks.dropFiles();
      run.removeIf(small -> small.sequence() <= blocks.gone().sequence());
    }
  }

  /** Deletes some of the oldest blocks, if they are due. */
  private boolean deleteOldest() {
    long due = clock.millis() - keptMillis;
    var ids = new ArrayList<byte[]>();
    LogPosition upTo = null;
    long freed = 0;
    int gone = 0;
    try (StoredBlocks.Heads heads = blocks.forward(0)) {
      BlockHead head = heads.next();
      oldestMillis = head == null ? 0 : head.receivedLeast;
      while (head != null
          && head.sequence() <= seen
          && (head.receivedMost < due || bytes.get() - freed > mostBytes)
          && (ids.isEmpty() || ids.size() + head.results <= IDS_AT_ONCE)) {
        addIds(head, ids);
        upTo = new LogPosition(head.sequence(), head.ordinal + head.results);
        freed += heads.bytes(head);
        gone++;
        head = heads.next();
      }
    }
    if (upTo == null) {
      return false;
    }
    LogPosition last = upTo;
    store.<Boolean>commitAndWait(writer -> {
      ids.forEach(id -> writer.delete(Table.EVENT_IDS, id));
      blocks.passAway(writer, last);
      return true;
    });
    blocks.passedAway(last);
    bytes.addAndGet(-freed);
    count.addAndGet(-gone);
    return true;
  }

  /* An id may have come again, when two senders used it; then it is not this block's any more. */
  private void addIds(BlockHead head, List<byte[]> ids) {
    for (long id : head.ids()) {
      byte[] key = StoredBlocks.key(id);
      byte[] place = store.find(Table.EVENT_IDS, key);
      if (place != null && head.startOf(ByteBuffer.wrap(place).getLong()) >= 0) {
        ids.add(key);
      }
    }
  }

  /** Bytes of results on disk. */
  public long bytes() {
    return bytes.get();
  }

  /** Blocks on disk. */
  public long blocks() {
    return count.get();
  }

  /** When the oldest result was received, in Unix time; 0 when there is none. */
  public long oldestMillis() {
    return oldestMillis;
  }

  /** Ends after what it is doing. */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
      notifyAll();
    }
    if (running != null) {
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    codec.close();
  }
}
