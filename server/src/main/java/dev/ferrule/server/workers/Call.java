package dev.ferrule.server.workers;

import dev.ferrule.rules.values.Failure;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One call of a function, and the thread that waits for it. Thread-safe but for what is noted. */
final class Call {
  private static final Object PENDING = new Object();

  /** Stands for None, as an outcome is never null. */
  private static final Object NONE = new Object();

  final @Nullable Object[] arguments;
  final long bytes;
  final long startedNanos = System.nanoTime();
  final long deadlineNanos;

  /** Whether it was given to a worker that died or hung; guarded by the pool's lock. */
  boolean retried;

  /** Whether it is to be the only one in its batch; guarded by the pool's lock. */
  boolean alone;

  private final Thread waiter = Thread.currentThread();
  private final AtomicReference<Object> outcome = new AtomicReference<>(PENDING);

  /** An outcome without a value. */
  record Failed(FailureKind kind, Failure failure) {}

  Call(@Nullable Object[] arguments, long bytes, long timeoutNanos) {
    this.arguments = arguments;
    this.bytes = bytes;
    this.deadlineNanos = startedNanos + timeoutNanos;
  }

  boolean isDone() {
    return outcome.get() != PENDING;
  }

  boolean isLate(long nowNanos) {
    return nowNanos - deadlineNanos >= 0;
  }

  /** Gives it a value; the first outcome counts. */
  boolean answer(@Nullable Object value) {
    return complete(value == null ? NONE : value);
  }

  /** Says why it has no value; the first outcome counts. */
  boolean fail(FailureKind kind, Failure failure) {
    return complete(new Failed(kind, failure));
  }

  private boolean complete(Object value) {
    boolean first = outcome.compareAndSet(PENDING, value);
    if (first) {
      LockSupport.unpark(waiter);
    }
    return first;
  }

  /** Waits for the outcome: the value, or {@link Failed}. Only for the thread that made it. */
  @Nullable Object await() {
    while (!isDone()) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        fail(
            FailureKind.INTERRUPTED,
            Failure.unexpected("InterruptedError", "the evaluation was interrupted"));
        Thread.currentThread().interrupt();
      }
    }
    Object value = outcome.get();
    return value == NONE ? null : value;
  }
}
