package dev.ferrule.server.results;

import dev.ferrule.store.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One who reads every result once and in order, across restarts. Confined to one thread, but for
 * the counts.
 *
 * <p>
 *
 * {@snippet :
 * try (ResultFollower follower = log.follow("webhooks", ResultFollower.Start.NEWEST)) {
 *   while (running) {
 *     for (ResultBlock block : follower.next(16, Duration.ofSeconds(1))) {
 *       deliver(block.results());
 *       store.commitAndWait(
 *           writer -> {
 *             follower.moveTo(block).accept(writer);
 *             return block;
 *           });
 *     }
 *   }
 * }
 * }
 *
 * What was read and not moved past comes again after a restart.
 */
public final class ResultFollower implements AutoCloseable {
  /** Where one begins who never followed before. */
  public enum Start {
    /** With the oldest result that is kept. */
    OLDEST,
    /** With the first result from now on. */
    NEWEST
  }

  private final ResultLog log;
  private final String name;
  private volatile LogPosition read;
  private final AtomicLong missed = new AtomicLong();

  ResultFollower(ResultLog log, String name, LogPosition from) {
    this.log = log;
    this.name = name;
    this.read = from;
  }

  /** The name that its checkpoint has. */
  public String name() {
    return name;
  }

  /**
   * The next blocks, at most so many; waits for the first, and gives none when the time is over.
   *
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  public List<ResultBlock> next(int mostBlocks, Duration patience) throws InterruptedException {
    if (!log.awaitNewer(read.sequence(), patience)) {
      return List.of();
    }
    List<ResultBlock> blocks = log.readAfter(read.sequence(), mostBlocks);
    for (ResultBlock block : blocks) {
      if (block.ordinal() > read.ordinal()) {
        missed.addAndGet(block.ordinal() - read.ordinal());
        log.tellMissed(name, block.ordinal() - read.ordinal());
      }
      read = new LogPosition(block.sequence(), block.end());
    }
    return blocks;
  }

  /** Writes that all up to and with a block is done, so that it does not come again. */
  public Consumer<Transaction.Writer> moveTo(ResultBlock block) {
    return log.moveTo(name, new LogPosition(block.sequence(), block.end()));
  }

  /** How many results are written that it has not read. */
  public long behind() {
    return Math.max(0, log.newest().ordinal() - read.ordinal());
  }

  /** How many results were gone before it read them, since it was opened. */
  public long missed() {
    return missed.get();
  }

  @Override
  public void close() {
    log.leave(this);
  }
}
