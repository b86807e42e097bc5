package dev.ferrule.server.sinks;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.deadletters.DeadLetter;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.server.results.Result;
import dev.ferrule.server.results.ResultBlock;
import dev.ferrule.server.results.ResultFollower;
import dev.ferrule.store.Store;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives results to one sink, on a thread of its own: a sink that fails or hangs holds nothing else
 * up. What it cannot take now it gets again, with waits that grow to half a minute. Thread-safe.
 */
final class SinkRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkRunner.class);
  private static final int BLOCKS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long FIRST_WAIT_MILLIS = 100;
  private static final long LONGEST_WAIT_MILLIS = 30_000;
  private static final long STOP_MILLIS = 5_000;

  private final ResultSink sink;
  private final Callable<Map<String, String>> settings;
  private final ResultFollower follower;
  private final Store store;
  private final DeadLetters deadLetters;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final ReentrantLock lock = new ReentrantLock();
  private final Thread thread;

  SinkRunner(
      ResultSink sink,
      Callable<Map<String, String>> settings,
      ResultFollower follower,
      Store store,
      DeadLetters deadLetters) {
    this.sink = sink;
    this.settings = settings;
    this.follower = follower;
    this.store = store;
    this.deadLetters = deadLetters;
    this.thread = Thread.ofPlatform().name("sink-" + sink.name()).daemon(true).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  ResultSink sink() {
    return sink;
  }

  long written() {
    return written.get();
  }

  /** How many attempts failed. */
  long failed() {
    return failed.get();
  }

  long behind() {
    return follower.behind();
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void run() {
    try {
      if (!persist("open", () -> open())) {
        return;
      }
      while (!isStopping()) {
        List<ResultBlock> blocks = follower.next(BLOCKS, PATIENCE);
        if (!blocks.isEmpty() && !persist("write", () -> write(blocks))) {
          return;
        }
      }
    } catch (InterruptedException e) {
      // it is stopping
    } finally {
      closeSink();
    }
  }

  private void open() throws Exception {
    sink.open(settings.call());
  }

  private void write(List<ResultBlock> blocks) throws Exception {
    var results = blocks.stream().flatMap(block -> block.results().stream()).toList();
    try {
      toSink(results);
    } catch (IllegalArgumentException e) {
      for (Result result : results) {
        writeAlone(result);
      }
    }
    if (!isStopping()) {
      store.commitAndWait(writer -> {
        follower.moveTo(blocks.getLast()).accept(writer);
        return true;
      });
      written.addAndGet(results.size());
    }
  }

  /** Writes one result that was refused before, between the others. */
  void giveAgain(Result result) {
    try {
      toSink(List.of(result));
    } catch (Exception | Error e) {
      throw new FerruleException(
          ErrorCode.SINK_FAILED,
          "expected the sink %s to take the result, found it refused".formatted(sink.name()),
          e);
    }
  }

  /** The sink sees one call at a time. */
  private void toSink(List<Result> results) throws Exception {
    lock.lockInterruptibly();
    try {
      sink.write(results);
    } finally {
      lock.unlock();
    }
  }

  private void writeAlone(Result result) throws Exception {
    try {
      toSink(List.of(result));
    } catch (IllegalArgumentException e) {
      failed.incrementAndGet();
      deadLetters
          .add(
              new DeadLetter.Content(
                  DeadLetter.Source.SINK,
                  sink.name(),
                  result.id(),
                  ErrorCode.SINK_FAILED.id(),
                  "the sink refused the result with " + e.getClass().getName(),
                  1,
                  result.release(),
                  ByteBuffer.allocate(8).putLong(result.id()).array()))
          .join();
    }
  }

  /** A step that may fail. */
  private interface Step {
    void run() throws Exception;
  }

  /** Tries until it works; false when the node stops first. */
  private boolean persist(String doing, Step step) throws InterruptedException {
    for (int attempt = 0; !isStopping(); attempt++) {
      try {
        step.run();
        return true;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception | Error e) { // what others wrote
        failed.incrementAndGet();
        LOG.warn("a sink failed and is tried again: sink={} doing={}", sink.name(), doing, e);
      }
      long wait = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(attempt, 16));
      if (stopping.await(wait, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return false;
  }

  private void closeSink() {
    try {
      sink.close();
    } catch (Exception | Error e) {
      LOG.warn("a sink failed when it was closed: sink={}", sink.name(), e);
    }
  }

  /** Lets a write end, but not for long. */
  @Override
  public void close() {
    stopping.countDown();
    try {
      if (thread.isAlive()) {
        thread.join(STOP_MILLIS);
        thread.interrupt();
        thread.join(STOP_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    follower.close();
  }
}
