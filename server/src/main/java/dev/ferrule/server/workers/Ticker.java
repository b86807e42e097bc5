package dev.ferrule.server.workers;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that looks after deadlines and pings; there is none before it is needed. */
final class Ticker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

  /** How much later than its deadline a call may be told. */
  static final Duration INTERVAL = Duration.ofMillis(5);

  static final Duration PING_INTERVAL = Duration.ofSeconds(5);
  static final int MOST_UNANSWERED_PINGS = 3;

  /** How long at least a call may go on beyond its timeout before its worker is ended. */
  static final Duration HUNG_GRACE = Duration.ofSeconds(1);

  private final WorkerPool pool;
  private final Thread thread = Thread.ofPlatform().daemon().name("workers").unstarted(this::run);
  private boolean started;
  private volatile boolean closed;

  Ticker(WorkerPool pool) {
    this.pool = pool;
  }

  /** Starts it, once; the caller holds the pool's lock. */
  void start() {
    if (!started) {
      started = true;
      thread.start();
    }
  }

  private void run() {
    long pings = 0;
    long lastPing = System.nanoTime();
    while (!closed) {
      LockSupport.parkNanos(INTERVAL.toNanos());
      try {
        long now = System.nanoTime();
        pool.tick(now);
        if (now - lastPing > PING_INTERVAL.toNanos()) {
          lastPing = now;
          pool.ping(++pings, MOST_UNANSWERED_PINGS);
        }
      } catch (RuntimeException e) {
        LOG.error("workers could not be looked after", e);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
