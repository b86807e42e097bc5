package dev.ferrule.server.inbox;

import dev.ferrule.server.deadletters.DeadLetter;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.server.events.Evaluated;
import dev.ferrule.server.events.EventEngine;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.events.OrderedEvents;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates what waits in the inbox, in order and a bounded part at a time. One thread reads; an
 * event that fails waits on a thread of its own and keeps its place meanwhile. Thread-safe.
 *
 * <p>It steps back while events that somebody waits for are in progress: then it evaluates {@link
 * #SLICE} events every {@link #STEP_BACK_NANOS}, so that it goes on under any load.
 */
final class InboxWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InboxWorker.class);

  private static final int READ_EVENTS = 256;
  private static final long READ_BYTES = 4L << 20;

  /** Events in evaluation at once; a large event counts as several. */
  private static final int PLACES = 1_024;

  private static final int PLACE_BYTES = 64 << 10;

  private static final int SLICE = 32;
  private static final long STEP_BACK_NANOS = 5_000_000;
  private static final long LOOK_NANOS = 200_000;
  private static final long IDLE_NANOS = 100_000_000;
  private static final int MOST_ATTEMPTS = 5;
  private static final long FIRST_WAIT_MILLIS = 20;
  private static final long LONGEST_WAIT_MILLIS = 2_000;

  private final InboxTable table;
  private final Intake intake;
  private final EventEngine engine;
  private final DeadLetters deadLetters;
  private final OrderedEvents ordered;
  private final Semaphore places = new Semaphore(PLACES);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicLong failed = new AtomicLong();
  private final Thread thread;
  private volatile boolean more = true;

  InboxWorker(
      InboxTable table,
      Intake intake,
      EventEngine engine,
      DeadLetters deadLetters,
      int concurrent) {
    this.table = table;
    this.intake = intake;
    this.engine = engine;
    this.deadLetters = deadLetters;
    this.ordered = new OrderedEvents(engine, concurrent);
    this.thread = Thread.ofPlatform().name("inbox").daemon(true).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  long failed() {
    return failed.get();
  }

  /** Tells that there is more to read. */
  void wake() {
    if (!more) {
      more = true;
      LockSupport.unpark(thread);
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void run() {
    long after = 0;
    while (!isStopping()) {
      more = false;
      try {
        after = next(after);
      } catch (RuntimeException e) {
        LOG.error("reading the inbox failed; it is tried again", e);
        pause(LONGEST_WAIT_MILLIS);
      }
    }
  }

  /** Takes the next events in turn, or waits for some; gives how far it has come. */
  private long next(long after) {
    var entries = table.read(after, READ_EVENTS, READ_BYTES);
    if (entries.isEmpty()) {
      if (!more) {
        LockSupport.parkNanos(this, IDLE_NANOS);
      }
      return after;
    }
    long reached = after;
    for (int i = 0; i < entries.size(); i++) {
      InboxTable.Entry entry = entries.get(i);
      if (i % SLICE == 0) {
        stepBack();
      }
      if (!enter(entry)) {
        return reached;
      }
      reached = entry.sequence();
      evaluate(entry, 1);
    }
    return reached;
  }

  /** Waits a little while somebody waits for other events. */
  private void stepBack() {
    long until = System.nanoTime() + STEP_BACK_NANOS;
    while (engine.ahead() > 0 && System.nanoTime() < until && !isStopping()) {
      LockSupport.parkNanos(this, LOOK_NANOS);
    }
  }

  private static int places(InboxTable.Entry entry) {
    return Math.min(PLACES, 1 + entry.bytes() / PLACE_BYTES);
  }

  /** Waits for room; false when the node stops meanwhile. */
  private boolean enter(InboxTable.Entry entry) {
    try {
      while (!isStopping()) {
        if (places.tryAcquire(places(entry), 50, TimeUnit.MILLISECONDS)) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private void leave(InboxTable.Entry entry) {
    places.release(places(entry));
  }

  /** It is no longer in the store. */
  private void finish(InboxTable.Entry entry) {
    table.release(1, entry.bytes());
    leave(entry);
  }

  private void evaluate(InboxTable.Entry entry, int attempt) {
    submit(entry)
        .whenComplete((evaluated, failure) -> {
          if (failure == null) {
            evaluated(entry, evaluated);
          } else {
            failed(entry, attempt, failure);
          }
        });
  }

  private CompletableFuture<Evaluated> submit(InboxTable.Entry entry) {
    try {
      var incoming = intake.again(entry.event()).with(writer -> InboxTable.delete(writer, entry));
      return ordered.submitBehind(incoming, this::waitsOn);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Waits where the node cannot evaluate now; the event keeps its turn meanwhile. */
  private boolean waitsOn(RuntimeException failure) {
    return Failures.cure(failure) == Failures.Cure.WAIT && pause(FIRST_WAIT_MILLIS);
  }

  /** Waits; false when the node stops. */
  private boolean pause(long millis) {
    try {
      return !stopping.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void evaluated(InboxTable.Entry entry, Evaluated evaluated) {
    if (evaluated.duplicate()) { // its result was written before, without this entry
      drop(entry);
    } else {
      finish(entry);
    }
  }

  private void drop(InboxTable.Entry entry) {
    try {
      table
          .delete(entry)
          .whenComplete((_, failure) -> {
            if (failure == null) {
              finish(entry);
            } else {
              later(1, () -> drop(entry), entry);
            }
          });
    } catch (RuntimeException e) {
      later(1, () -> drop(entry), entry);
    }
  }

  private void failed(InboxTable.Entry entry, int attempt, Throwable failure) {
    var cure = Failures.cure(failure);
    if (cure == Failures.Cure.WAIT) {
      later(attempt, () -> evaluate(entry, attempt), entry);
    } else if (cure == Failures.Cure.RETRY && attempt < MOST_ATTEMPTS) {
      LOG.warn(
          "evaluating event={} failed; attempt={}", entry.event().actionId(), attempt, failure);
      later(attempt, () -> evaluate(entry, attempt + 1), entry);
    } else {
      giveUp(entry, attempt, failure);
    }
  }

  /** Makes it a dead letter; when there is no room for one it waits here. */
  private void giveUp(InboxTable.Entry entry, int attempts, Throwable failure) {
    var content =
        new DeadLetter.Content(
            DeadLetter.Source.INBOX,
            "",
            entry.event().actionId(),
            Failures.code(failure),
            Failures.message(failure),
            attempts,
            engine.releaseOr(""),
            EventCodec.envelope(entry.event()));
    deadLetters
        .add(content, writer -> InboxTable.delete(writer, entry))
        .whenComplete((_, refused) -> {
          if (refused == null) {
            failed.incrementAndGet();
            finish(entry);
          } else {
            later(MOST_ATTEMPTS, () -> giveUp(entry, attempts, failure), entry);
          }
        });
  }

  /** Goes on after a while, longer from attempt to attempt; never when the node stops. */
  private void later(int attempt, Runnable step, InboxTable.Entry entry) {
    long millis = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(attempt, 16));
    Thread.ofVirtual()
        .name("inbox-retry")
        .start(() -> {
          if (pause(millis)) {
            step.run();
          } else {
            leave(entry);
          }
        });
  }

  @Override
  public void close() {
    stopping.countDown();
    LockSupport.unpark(thread);
    try {
      thread.join(10_000);
      places.tryAcquire(PLACES, 10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ordered.close();
  }
}
