package dev.ferrule.server.events;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.tracing.Trace;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Evaluates events so that those of one entity keep the order in which they were given. Rules that
 * never wait are evaluated by the caller, one event after the other; with rules that may wait, the
 * events of different entities are evaluated at once on virtual threads, up to a limit. Events
 * without an entity have no order. Thread-safe; order holds for what one thread gives.
 */
public final class OrderedEvents implements AutoCloseable {
  private static final long LONGEST_PAUSE_MILLIS = 200;

  private final EventEngine engine;
  private final Semaphore places;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("event-", 0).factory());

  private volatile boolean closing;

  /** The last event of each entity that is in progress. */
  private final Map<String, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

  public OrderedEvents(EventEngine engine, int mostAtOnce) {
    this.engine = engine;
    this.places = new Semaphore(mostAtOnce);
  }

  /** Says what becomes of an event that could not be evaluated. */
  @FunctionalInterface
  public interface Patience {
    /** Waits and gives true when the event is to be tried again, before those after it. */
    boolean waitsOn(RuntimeException failure);
  }

  /** Evaluates an event once. */
  private interface Attempt {
    CompletableFuture<Evaluated> run();
  }

  /**
   * Evaluates an event in its turn. Waits while as many as may be are in progress, so never call it
   * on an event loop when {@link EventEngine#blocks}. What goes wrong with the event is in the
   * future.
   */
  public CompletableFuture<Evaluated> submit(Incoming incoming) {
    return submit(incoming.entity(), () -> engine.submit(incoming));
  }

  /**
   * As {@link #submit(Incoming)}, for whoever can wait: when rules may wait, an event that the
   * engine cannot take yet keeps its turn until it can, so that none of its entity goes before it.
   */
  public CompletableFuture<Evaluated> submitPatiently(Incoming incoming) {
    return engine.blocks()
        ? submit(incoming.entity(), () -> patiently(incoming))
        : submit(incoming);
  }

  private CompletableFuture<Evaluated> patiently(Incoming incoming) {
    long pauseMillis = 1;
    while (true) {
      try {
        return engine.submit(incoming);
      } catch (FerruleException e) {
        if (closing
            || (e.code() != ErrorCode.LIMIT_REACHED && e.code() != ErrorCode.RELEASE_NONE)) {
          throw e;
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
      pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
    }
  }

  /**
   * As {@link #submit(Incoming)}, for an event that nobody waits for. While {@code patience} tries
   * again, later events of the entity wait, and so does the caller where rules never wait.
   */
  public CompletableFuture<Evaluated> submitBehind(Incoming incoming, Patience patience) {
    return submit(
        incoming.entity(),
        () -> {
          while (true) {
            try {
              return engine.submitBehind(incoming);
            } catch (RuntimeException e) {
              if (!patience.waitsOn(e)) {
                throw e;
              }
            }
          }
        });
  }

  private CompletableFuture<Evaluated> submit(String entity, Attempt attempt) {
    if (!engine.blocks() && !last.containsKey(entity)) {
      try {
        return attempt.run();
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
    try {
      places.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(
          new FerruleException(ErrorCode.NODE_DRAINING, "the node is stopping", e));
    }
    var turn = new CompletableFuture<Void>();
    var before = entity.isEmpty() ? null : last.put(entity, turn);
    var done = new CompletableFuture<Evaluated>();
    threads.execute(
        Trace.current()
            .carry(() -> {
              try {
                if (before != null) {
                  before.join();
                }
                attempt
                    .run()
                    .whenComplete((evaluated, failure) -> {
                      if (failure == null) {
                        done.complete(evaluated);
                      } else {
                        done.completeExceptionally(failure);
                      }
                    });
              } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
              } finally {
                last.remove(entity, turn);
                turn.complete(null);
                places.release();
              }
            }));
    return done;
  }

  @Override
  public void close() {
    closing = true;
    threads.close();
  }
}
