package dev.ferrule.engine;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Threads that share the steps of one call. Thread-safe; calls queue behind each other. */
final class Cores implements AutoCloseable {
  private final int count;
  private final ExecutorService threads;

  Cores(int count) {
    this.count = count;
    this.threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().name("engine-", 0).daemon(true).factory());
  }

  /** What one thread has to do; confined to it. */
  interface Worker {
    /**
     * Does one step, short enough that nobody minds waiting for its end; false when none is left.
     */
    boolean step();
  }

  /** On which threads steps are done. */
  enum Way {
    /** The caller's, before the call returns: for what is too little to hand over. */
    HERE,
    /** One: steps are done in their order. */
    ONE,
    /** All. */
    ALL
  }

  /**
   * Does all steps.
   *
   * @param worker gives each thread a worker of its own; they share what steps are left
   * @param result is asked when none is left
   */
  <T> Job<T> start(Way way, Supplier<? extends Worker> worker, Supplier<T> result) {
    var run = new Run<T>(worker, result, way == Way.ALL ? count : 1);
    if (way == Way.HERE) {
      run.run();
      return run.job;
    }
    try {
      for (int i = 0; i < run.size; i++) {
        threads.execute(run);
      }
    } catch (RejectedExecutionException e) {
      throw new FerruleException(
          ErrorCode.STORE_CLOSED, "expected an open engine, found it closed", e);
    }
    return run.job;
  }

  private static final class Run<T> implements Runnable {
    final Job<T> job = new Job<>();
    final int size;
    private final Supplier<? extends Worker> workers;
    private final Supplier<T> result;
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Run(Supplier<? extends Worker> workers, Supplier<T> result, int size) {
      this.workers = workers;
      this.result = result;
      this.size = size;
    }

    @Override
    public void run() {
      try {
        Worker worker = workers.get();
        while (!job.isCancelled() && failure.get() == null && worker.step()) {}
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      }
      if (ended.incrementAndGet() == size) {
        end();
      }
    }

    private void end() {
      Throwable why = failure.get();
      if (why == null && job.isCancelled()) {
        why = new CancellationException("the call was cancelled");
      }
      if (why != null) {
        job.fail(why);
        return;
      }
      try {
        job.complete(result.get());
      } catch (RuntimeException | Error e) {
        job.fail(e);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdown(); // what is in progress goes on to its end
  }
}
