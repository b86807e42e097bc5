package dev.ferrule.engine;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work in progress. A caller joins it a little at a time, so that it stays free to notice what else
 * happens, and may cancel it. Thread-safe.
 */
public final class Job<T> {
  private final CompletableFuture<T> done = new CompletableFuture<>();
  private volatile boolean cancelled;

  Job() {}

  /** Waits at most so long. Whether it has ended, well or not. */
  public boolean join(long millis) throws InterruptedException {
    try {
      done.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException | CancellationException e) {
      return true;
    }
  }

  /**
   * What it came to, waiting for it.
   *
   * @throws FerruleException that it failed with
   * @throws CancellationException when it was cancelled
   */
  public T result() {
    try {
      return done.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof FerruleException known
          ? known
          : new FerruleException(
              ErrorCode.INTERNAL, "the engine failed: " + e.getCause(), e.getCause());
    }
  }

  /** Asks it to end soon. Its threads may still be at work then: join it to know that it ended. */
  public void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  void complete(T result) {
    done.complete(result);
  }

  void fail(Throwable failure) {
    done.completeExceptionally(failure);
  }
}
