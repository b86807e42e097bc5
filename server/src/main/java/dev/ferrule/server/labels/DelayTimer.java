package dev.ferrule.server.labels;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that makes delayed label changes take effect when they are due. Thread-safe. */
public final class DelayTimer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DelayTimer.class);

  /** The clock may be set, so that the wait for it is looked over from time to time. */
  private static final long MOST_WAIT_MILLIS = 1_000;

  private final StoredLabels labels;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private boolean awake;
  private boolean stopping;

  /** Begins. */
  public DelayTimer(StoredLabels labels) {
    this.labels = labels;
    labels.delayed().whenAdded(this::wake);
    this.thread = Thread.ofPlatform().name("labels-delayed").daemon(true).start(this::loop);
  }

  private void wake() {
    lock.lock();
    try {
      awake = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void loop() {
    while (pause(waitMillis())) {
      try {
        labels.applyDue();
      } catch (RuntimeException e) {
        LOG.warn("delayed label changes could not take effect, and will be tried again", e);
        if (!pause(MOST_WAIT_MILLIS)) {
          return;
        }
      }
    }
  }

  private long waitMillis() {
    try {
      return labels.delayed().nextMillis(MOST_WAIT_MILLIS);
    } catch (RuntimeException e) {
      return MOST_WAIT_MILLIS;
    }
  }

  /** Waits so long, or until it is woken; false when it is to end. */
  private boolean pause(long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!stopping && !awake && left > 0) {
        left = woken.awaitNanos(left);
      }
      awake = false;
      return !stopping;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Ends when what is in progress has; before the store is closed. */
  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
