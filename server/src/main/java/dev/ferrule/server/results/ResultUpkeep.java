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
  private static final long EVERY_MILLIS = 200;

  /** Between two merges, so that they never hold a processor for long. */
  private static final long BREATH_MILLIS = 10;

  /** A block with fewer results is small. */
  private static final int SMALL = 256;

  private static final int MERGED = 512;
  private static final long MERGED_BYTES = 1 << 20;
  private static final int WORTH_MERGING = 8;

  /** Few, as the transaction that deletes them is on the thread that commits. */
  private static final int IDS_AT_ONCE = 1_024;

  private final ResultLog log;
  private final StoredBlocks blocks;
  private final Store store;
  private final InstantSource clock;
  private final long keptMillis;
  private final long mostBytes;
  private final BlockCodec codec = new BlockCodec();

  /** Small blocks next to each other, the last ones seen. */
  private final List<Seen> run = new ArrayList<>();

  private long runResults;
  private long runBytes;
  private long seen;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong count = new AtomicLong();
  private volatile long oldestMillis;
  private boolean closed;
  private @Nullable Thread thread;

  private record Seen(long sequence, int results, long bytes) {}

  public ResultUpkeep(ResultLog log, InstantSource clock, Duration kept, long mostBytes) {
    this.log = log;
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
        while (look()) {
          pause(BREATH_MILLIS);
        }
        sweep();
        pause(EVERY_MILLIS);
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

  private synchronized void pause(long millis) throws InterruptedException {
    if (!closed) {
      TimeUnit.MILLISECONDS.timedWait(this, millis);
    }
  }

  /* Counts anew: what was done is not known. */
  private void clearUp() {
    clearRun();
    seen = 0;
    bytes.set(0);
    count.set(0);
    try {
      pause(EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks at what is new, merges and deletes what is due. */
  void runOnce() {
    while (look()) {
      // one run of small blocks after the other
    }
    sweep();
  }

  /** Looks at what is new up to the end of a run that was merged; false when nothing is left. */
  private boolean look() {
    try (StoredBlocks.Heads heads = blocks.forward(seen)) {
      for (BlockHead head = heads.next(); head != null && isOpen(); head = heads.next()) {
        seen = head.sequence();
        long size = heads.bytes(head);
        bytes.addAndGet(size);
        count.incrementAndGet();
        boolean large = head.results >= SMALL || head.bodyBytes >= MERGED_BYTES;
        if (!large) {
          run.add(new Seen(seen, head.results, size));
          runResults += head.results;
          runBytes += size;
        }
        boolean full = runResults >= MERGED || runBytes >= MERGED_BYTES;
        if (large || full) {
          boolean worth = run.size() >= (large ? WORTH_MERGING : 2);
          if (worth) {
            merge();
          }
          clearRun();
          if (worth) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private void clearRun() {
    run.clear();
    runResults = 0;
    runBytes = 0;
  }

  private void merge() {
    BlockCodec.Encoded merged = encodeRecent();
    if (merged == null) {
      merged = encodeStored();
    }
    if (merged == null) {
      return; // some of it was deleted meanwhile
    }
    BlockCodec.Encoded block = merged;
    store.<Boolean>commitAndWait(writer -> {
      run.subList(0, run.size() - 1).forEach(small -> blocks.delete(writer, small.sequence()));
      blocks.put(writer, run.getLast().sequence(), block);
      return true;
    });
    bytes.addAndGet(block.head().length + block.body().length - runBytes);
    count.addAndGet(1L - run.size());
  }

  /** What was written just now is in memory still, as it was before it was encoded. */
  private BlockCodec.@Nullable Encoded encodeRecent() {
    List<ResultBlock> recent = log.recent(run.getFirst().sequence(), run.getLast().sequence());
    if (recent.size() != run.size()) {
      return null;
    }
    var groups = new ArrayList<BlockCodec.Group>(recent.size());
    for (int i = 0; i < recent.size(); i++) {
      ResultBlock block = recent.get(i);
      if (block.sequence() != run.get(i).sequence()
          || block.results().size() != run.get(i).results()) {
        return null;
      }
      groups.add(new BlockCodec.Group(block.sequence(), block.results()));
    }
    return codec.encode(recent.getFirst().ordinal(), groups);
  }

  private BlockCodec.@Nullable Encoded encodeStored() {
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
          return null;
        }
        ordinal = ordinal < 0 ? head.ordinal : ordinal;
        for (int i = 0; i < head.sequences.length; i++) {
          groups.add(
              new BlockCodec.Group(
                  head.sequences[i], results.subList(head.starts[i], head.starts[i + 1])));
        }
      }
    }
    return codec.encode(ordinal, groups);
  }

  private void sweep() {
    boolean deleted = false;
    while (isOpen() && deleteOldest()) {
      deleted = true;
    }
    if (deleted) {
      blocks.dropFiles();
      if (!run.isEmpty() && run.getFirst().sequence() <= blocks.gone().sequence()) {
        clearRun();
      }
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
