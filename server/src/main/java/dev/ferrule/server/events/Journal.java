package dev.ferrule.server.events;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.results.Result;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.store.Store;
import dev.ferrule.store.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Writes results with their effects, many in one transaction: what is appended while one is on its
 * way to the disk goes into the next. Thread-safe; order is kept.
 */
final class Journal {
  private static final int MOST_IN_GROUP = 1_024;

  /** Groups that follow each other this closely wait for company. */
  private static final long BUSY_NANOS = 500_000;

  private static final long GATHERING_NANOS = 300_000;

  private final Store store;
  private final ResultLog log;
  private final int mostWaiting;

  /** Guarded by itself, as is {@link #scheduled}. */
  private final Queue<Entry> waiting = new ArrayDeque<>();

  private boolean scheduled;

  /** Of the thread that commits, as is {@link #lastNanos}. */
  private int lastSize;

  private long lastNanos;

  private record Entry(
      Result result, List<Consumer<Transaction.Writer>> writes, CompletableFuture<Void> written) {}

  Journal(Store store, ResultLog log, int mostWaiting) {
    this.store = store;
    this.log = log;
    this.mostWaiting = mostWaiting;
  }

  /** Fails with {@link ErrorCode#LIMIT_REACHED} when too much waits for the disk. */
  void requireRoom() {
    synchronized (waiting) {
      if (waiting.size() >= mostWaiting) {
        throw new FerruleException(
            ErrorCode.LIMIT_REACHED,
            "expected at most events.waiting=%d events waiting for the disk, found more; try again"
                .formatted(mostWaiting));
      }
    }
  }

  int waiting() {
    synchronized (waiting) {
      return waiting.size();
    }
  }

  /**
   * Hands over a result; the future completes when it and {@code writes} are on disk. What depends
   * on it runs on the thread that writes, and must be quick.
   */
  CompletableFuture<Void> append(Result result, List<Consumer<Transaction.Writer>> writes) {
    var entry = new Entry(result, writes, new CompletableFuture<>());
    synchronized (waiting) {
      waiting.add(entry);
      if (scheduled) {
        return entry.written();
      }
      scheduled = true;
    }
    schedule();
    return entry.written();
  }

  private void schedule() {
    var group = new ArrayList<Entry>();
    try {
      store
          .<Boolean>commit(writer -> {
            gather();
            take(group);
            log.write(writer, group.stream().map(Entry::result).toList());
            group.forEach(entry -> entry.writes().forEach(write -> write.accept(writer)));
            return true;
          })
          .whenComplete((_, failure) -> finish(group, failure));
    } catch (RuntimeException e) {
      take(group);
      finish(group, e);
    }
  }

  /* A sync for many costs no more than a sync for one. Who sends one event after the other waits for
   * nobody: its groups have one each. */
  private void gather() {
    if (lastSize > 1 && System.nanoTime() - lastNanos < BUSY_NANOS) {
      LockSupport.parkNanos(GATHERING_NANOS);
    }
  }

  private void take(List<Entry> group) {
    synchronized (waiting) {
      while (group.size() < MOST_IN_GROUP && !waiting.isEmpty()) {
        group.add(waiting.remove());
      }
    }
  }

  private void finish(List<Entry> group, @org.jspecify.annotations.Nullable Throwable failure) {
    lastSize = group.size();
    lastNanos = System.nanoTime();
    if (failure == null) {
      log.committed(group.stream().map(Entry::result).toList()); // before the next can be written
    }
    boolean more;
    synchronized (waiting) {
      more = !waiting.isEmpty();
      scheduled = more;
    }
    if (more) {
      schedule();
    }
    if (failure == null) {
      group.forEach(entry -> entry.written().complete(null));
    } else {
      group.forEach(entry -> entry.written().completeExceptionally(failure));
    }
  }
}
