package dev.ferrule.rules.wasm;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Interrupts calls that run too long. Thread-safe; one thread looks at all calls, so that a call
 * itself only writes down when it began.
 */
final class CallClock implements AutoCloseable {
  private final long limitNanos;
  private final ConcurrentHashMap<Call, Boolean> running = new ConcurrentHashMap<>();
  private final Thread watcher;
  private volatile boolean closed;

  private enum State {
    RUNNING,
    /** The interrupt has been decided on and is being sent. */
    ENDING,
    ENDED,
    DONE
  }

  /** One call under way. */
  final class Call implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final long startNanos = System.nanoTime();
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

    /** Whether the time was up. */
    boolean ended() {
      return state.get() != State.RUNNING && state.get() != State.DONE;
    }

    private void endAfter(long nanos) {
      if (System.nanoTime() - startNanos > nanos
          && state.compareAndSet(State.RUNNING, State.ENDING)) {
        thread.interrupt();
        state.set(State.ENDED);
      }
    }

    @Override
    public void close() {
      running.remove(this);
      if (!state.compareAndSet(State.RUNNING, State.DONE)) {
        // The interrupt is ours alone: it must have come, and must not outlive the call.
        while (state.get() == State.ENDING) {
          Thread.onSpinWait();
        }
        Thread.interrupted();
      }
    }
  }

  CallClock(Duration limit) {
    this.limitNanos = limit.toNanos();
    this.watcher = Thread.ofPlatform().daemon().name("wasm-clock").start(this::watch);
  }

  Call start() {
    var call = new Call();
    running.put(call, true);
    return call;
  }

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(Math.clamp(limitNanos / 2, 1_000_000L, 50_000_000L));
      running.keySet().forEach(call -> call.endAfter(limitNanos));
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watcher);
  }
}
