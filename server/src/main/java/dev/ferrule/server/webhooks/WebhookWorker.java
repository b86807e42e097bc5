package dev.ferrule.server.webhooks;

import dev.ferrule.server.deadletters.DeadLetter;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import dev.ferrule.store.Transaction;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls of one webhook that are due, a few at once, each on a virtual thread. A call
 * leaves the store when it is taken or when it becomes a dead letter. Thread-safe.
 */
final class WebhookWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookWorker.class);
  private static final long IDLE_MILLIS = 60_000;

  private final Store store;
  private final Calls calls;
  private final DeadLetters deadLetters;
  private final InstantSource clock;
  private final WebhookLimits limits;
  private final Pace pace;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** What is not in progress; guarded by the lock, as is {@link #inProgress}. */
  private final PriorityQueue<Delivery> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Delivery::dueMillis));

  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Thread thread;
  private volatile Webhook webhook;
  private volatile boolean stopping;
  private int inProgress;

  WebhookWorker(
      Webhook webhook,
      Store store,
      Calls calls,
      DeadLetters deadLetters,
      InstantSource clock,
      WebhookLimits limits) {
    this.webhook = webhook;
    this.store = store;
    this.calls = calls;
    this.deadLetters = deadLetters;
    this.clock = clock;
    this.limits = limits;
    this.pace = new Pace(limits);
    this.thread = Thread.ofVirtual().name("webhook-" + webhook.name()).unstarted(this::run);
    try (var cursor = store.scan(Table.DELIVERIES, Delivery.prefix(webhook.name()))) {
      while (cursor.next()) {
        waiting.add(Delivery.of(cursor.key(), cursor.value()));
      }
    }
  }

  void start() {
    thread.start();
  }

  Webhook webhook() {
    return webhook;
  }

  /** Goes on with another URL, secret or filter. */
  void change(Webhook next) {
    webhook = next;
    pace.taken();
    wake();
  }

  long delivered() {
    return delivered.get();
  }

  /** How many attempts failed. */
  long failed() {
    return failed.get();
  }

  /** How many calls are taken from the results and not yet answered. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size() + inProgress;
    } finally {
      lock.unlock();
    }
  }

  /** Takes calls that are in the store. */
  void add(Collection<Delivery> deliveries) {
    lock.lock();
    try {
      waiting.addAll(deliveries);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is room for more; false when the time is over. */
  boolean awaitRoom(long millis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lock();
    try {
      while (waiting.size() + inProgress >= limits.waiting() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return waiting.size() + inProgress < limits.waiting();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (!stopping) {
      try {
        Delivery next = next();
        Thread.ofVirtual().name("webhook-call").start(() -> attempt(next));
      } catch (InterruptedException e) {
        return; // it is stopping
      }
    }
  }

  /** The next call, when it is due and may begin. */
  private Delivery next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        long wait = waitMillis();
        if (wait <= 0) {
          inProgress++;
          return waiting.remove();
        }
        changed.await(wait, TimeUnit.MILLISECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  private long waitMillis() {
    Delivery first = waiting.peek();
    if (first == null || inProgress >= pace.concurrent()) {
      return IDLE_MILLIS;
    }
    long wait = first.dueMillis() - clock.millis();
    // more than any attempt asks for: the clock was set back since
    return Math.max(wait > 2 * limits.longestWait().toMillis() ? 0 : wait, pace.pauseMillis());
  }

  private void attempt(Delivery delivery) {
    try {
      byte[] value = store.find(Table.DELIVERIES, delivery.key());
      if (value == null) {
        done(); // the webhook was deleted
        return;
      }
      byte[] body = Delivery.body(value);
      Webhook to = webhook;
      var outcome = calls.send(to, id(to.name(), delivery.eventId()), body);
      if (outcome.isTaken()) {
        pace.taken();
        remove(delivery);
        delivered.incrementAndGet();
        done();
      } else if (stopping) {
        done(); // it may have failed for that reason, so it does not count
      } else {
        failed.incrementAndGet();
        pace.failed(outcome);
        repeat(delivery, body, outcome);
      }
    } catch (InterruptedException e) {
      done(); // it is stopping; the call stays in the store
    } catch (RuntimeException e) {
      if (!stopping) {
        LOG.error("a call failed and is made again: webhook={}", webhook.name(), e);
      }
      back(delay(delivery));
    }
  }

  /** The same for all attempts of a call. */
  static String id(String webhook, long eventId) {
    return "msg_%s_%d".formatted(webhook, eventId);
  }

  private void repeat(Delivery delivery, byte[] body, Calls.Outcome outcome) {
    if (delivery.attempts() + 1 >= limits.attempts()) {
      giveUp(delivery, body, outcome);
      return;
    }
    long wait = Pace.spread(limits.waitMillis(delivery.attempts() + 1));
    Delivery next = delivery.again(clock.millis() + wait);
    store.commitAndWait(writer -> {
      if (writer.find(Table.DELIVERIES, delivery.key()) != null) {
        writer.put(Table.DELIVERIES, delivery.key(), next.encode(body));
      }
      return true;
    });
    back(next);
  }

  /** Makes it a dead letter; while there is no room for one it stays, and is tried again. */
  private void giveUp(Delivery delivery, byte[] body, Calls.Outcome outcome) {
    var content =
        new DeadLetter.Content(
            DeadLetter.Source.WEBHOOK,
            webhook.name(),
            delivery.eventId(),
            outcome.code(),
            String.valueOf(outcome.failure()),
            delivery.attempts() + 1,
            "",
            body);
    deadLetters.add(content, writer -> delete(writer, delivery)).join();
    done();
  }

  private void remove(Delivery delivery) {
    store.commitAndWait(writer -> {
      delete(writer, delivery);
      return true;
    });
  }

  private static void delete(Transaction.Writer writer, Delivery delivery) {
    writer.delete(Table.DELIVERIES, delivery.key());
  }

  private Delivery delay(Delivery delivery) {
    long due = clock.millis() + Pace.spread(limits.longestWait().toMillis());
    return new Delivery(delivery.key(), due, delivery.attempts(), delivery.eventId());
  }

  private void back(Delivery next) {
    lock.lock();
    try {
      waiting.add(next);
    } finally {
      lock.unlock();
    }
    done();
  }

  private void done() {
    lock.lock();
    try {
      inProgress--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Begins no more calls. */
  void stop() {
    stopping = true;
    thread.interrupt();
  }

  /** Waits until no call is in progress. */
  @Override
  public void close() {
    stop();
    lock.lock();
    try {
      long left = limits.timeout().plusSeconds(1).toNanos();
      while (inProgress > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
