package dev.ferrule.server.events;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Evaluates events so that those of one entity keep the order in which they were given. Rules that
 * never wait are evaluated by the caller, one event after the other; with rules that may wait, the
 * events of different entities are evaluated at once on virtual threads, up to a limit. Events
 * without an entity have no order. Thread-safe; order holds for what one thread gives.
 */
public final class OrderedEvents implements AutoCloseable {
  private final EventEngine engine;
  private final Semaphore places;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("event-", 0).factory());

  /** The last event of each entity that is in progress. */
  private final Map<String, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

  public OrderedEvents(EventEngine engine, int mostAtOnce) {
    this.engine = engine;
    this.places = new Semaphore(mostAtOnce);
  }

  /**
   * Evaluates an event in its turn. Waits while as many as may be are in progress, so never call it
   * on an event loop when {@link EventEngine#blocks}. What goes wrong with the event is in the
   * future.
   */
  public CompletableFuture<Evaluated> submit(Incoming incoming) {
    if (!engine.blocks() && !last.containsKey(incoming.entity())) {
      try {
        return engine.submit(incoming);
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
    var before = incoming.entity().isEmpty() ? null : last.put(incoming.entity(), turn);
    var done = new CompletableFuture<Evaluated>();
    threads.execute(() -> {
      try {
        if (before != null) {
          before.join();
        }
        engine
            .submit(incoming)
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
        last.remove(incoming.entity(), turn);
        turn.complete(null);
        places.release();
      }
    });
    return done;
  }

  @Override
  public void close() {
    threads.close();
  }
}
