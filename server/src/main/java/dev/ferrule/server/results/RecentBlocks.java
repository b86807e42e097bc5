package dev.ferrule.server.results;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The newest blocks in memory, without a gap, so that who is near the end of the log reads nothing
 * from disk; and the bell for who waits at its end. Thread-safe.
 */
final class RecentBlocks {
  private static final long MOST_BYTES = 16L << 20;
  private static final int MOST_BLOCKS = 4_096;
  private static final int MOST_PENDING = 16;
  private static final int RESULT_BYTES = 500;

  /** Written, and not yet known to be on disk. */
  private final ArrayDeque<ResultBlock> pending = new ArrayDeque<>();

  private final ArrayDeque<ResultBlock> blocks = new ArrayDeque<>();
  private long bytes;

  /** All blocks after this one are in {@link #blocks}. */
  private long reach;

  private LogPosition newest;

  RecentBlocks(LogPosition end) {
    this.newest = end;
    this.reach = end.sequence();
  }

  synchronized void written(ResultBlock block) {
    pending.add(block);
    if (pending.size() > MOST_PENDING) {
      skip(pending.remove());
    }
  }

  /**
   * The block that begins with a result is on disk. Those written before it either failed, or their
   * word comes late: both are on disk or not by now, so the reader is sent there.
   */
  synchronized void committed(Result first) {
    for (ResultBlock next = pending.poll(); next != null; next = pending.poll()) {
      if (next.results().getFirst() == first) {
        add(next);
        notifyAll();
        return;
      }
      skip(next);
    }
  }

  private void skip(ResultBlock block) {
    blocks.clear();
    bytes = 0;
    reach = Math.max(reach, block.sequence());
  }

  private void add(ResultBlock block) {
    blocks.add(block);
    bytes += bytes(block);
    newest = new LogPosition(block.sequence(), block.end());
    while (blocks.size() > 1 && (bytes > MOST_BYTES || blocks.size() > MOST_BLOCKS)) {
      ResultBlock oldest = blocks.remove();
      bytes -= bytes(oldest);
      reach = oldest.sequence();
    }
  }

  private static long bytes(ResultBlock block) {
    long sum = 0;
    for (Result result : block.results()) {
      sum +=
          RESULT_BYTES + result.effects().length + result.features().length + result.data().length;
    }
    return sum;
  }

  synchronized LogPosition newest() {
    return newest;
  }

  /** The blocks after a sequence number; null when they reach back further than memory does. */
  synchronized @Nullable List<ResultBlock> after(long sequence, int mostBlocks) {
    if (sequence < reach) {
      return null;
    }
    var found = new ArrayList<ResultBlock>();
    for (var newestFirst = blocks.descendingIterator(); newestFirst.hasNext(); ) {
      ResultBlock block = newestFirst.next();
      if (block.sequence() <= sequence) {
        break;
      }
      found.add(block);
    }
    List<ResultBlock> inOrder = found.reversed();
    return List.copyOf(inOrder.subList(0, Math.min(mostBlocks, inOrder.size())));
  }

  /** The blocks from one sequence number to another, as far as they are in memory. */
  synchronized List<ResultBlock> between(long from, long to) {
    var found = new ArrayList<ResultBlock>();
    for (ResultBlock block : blocks) {
      if (block.sequence() > to) {
        break;
      }
      if (block.sequence() >= from) {
        found.add(block);
      }
    }
    return found;
  }

  synchronized boolean await(long sequence, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (newest.sequence() <= sequence) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }
}
