package dev.ferrule.server.webhooks;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.server.deadletters.DeadLetter;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.server.results.ResultFollower;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.server.tracing.Tracing;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import dev.ferrule.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of a node. Each follows the results on its own, so one that fails holds no other up.
 * A call is made at least once, with the same {@code webhook-id} each time. Thread-safe.
 */
public final class Webhooks implements AutoCloseable {
  private static final String FOLLOWER = "webhook/";

  private final Store store;
  private final ResultLog results;
  private final DeadLetters deadLetters;
  private final InstantSource clock;
  private final WebhookLimits limits;
  private final Calls calls;
  private final Map<String, Running> running = new ConcurrentSkipListMap<>();
  private final AtomicLong tests = new AtomicLong();

  private record Running(WebhookWorker worker, WebhookFeed feed) {}

  /**
   * How a webhook does.
   *
   * @param delivered calls that were taken, since the start
   * @param failed attempts that failed, since the start
   * @param waiting calls that are not yet answered
   * @param behind results it has still to look at
   */
  public record Counts(long delivered, long failed, int waiting, long behind) {}

  /**
   * What came of a test call.
   *
   * @param status the HTTP status; 0 when there was none
   * @param failure why it failed, or null when it was taken
   */
  public record TestCall(int status, @Nullable String failure) {}

  public Webhooks(
      Store store,
      ResultLog results,
      DeadLetters deadLetters,
      InstantSource clock,
      WebhookLimits limits,
      Tracing tracing) {
    this.store = store;
    this.results = results;
    this.deadLetters = deadLetters;
    this.clock = clock;
    this.limits = limits;
    this.calls = new Calls(clock, limits.timeout(), tracing);
  }

  /** Goes on with the webhooks and calls in the store. */
  public synchronized void start() {
    try (var cursor = store.scan(Table.WEBHOOKS, new byte[0])) {
      while (cursor.next()) {
        String name = new String(cursor.key(), StandardCharsets.UTF_8);
        if (!running.containsKey(name)) {
          run(WebhookCodec.decode(name, cursor.value()));
        }
      }
    }
  }

  private void run(Webhook webhook) {
    var follower = results.follow(FOLLOWER + webhook.name(), ResultFollower.Start.NEWEST);
    var worker = new WebhookWorker(webhook, store, calls, deadLetters, clock, limits);
    var feed = new WebhookFeed(worker, follower, store, clock);
    running.put(webhook.name(), new Running(worker, feed));
    worker.start();
    feed.start();
  }

  /** All webhooks by name. */
  public List<Webhook> list() {
    return running.values().stream().map(each -> each.worker().webhook()).toList();
  }

  /** A webhook; {@link ErrorCode#WEBHOOK_NOT_FOUND} when there is none of the name. */
  public Webhook get(String name) {
    return find(name).worker().webhook();
  }

  /** The webhook of a name, or null. */
  public @Nullable Webhook findOrNull(String name) {
    Running found = running.get(name);
    return found == null ? null : found.worker().webhook();
  }

  public Counts counts(String name) {
    Running found = find(name);
    var worker = found.worker();
    return new Counts(worker.delivered(), worker.failed(), worker.waiting(), found.feed().behind());
  }

  private Running find(String name) {
    Running found = running.get(name);
    if (found == null) {
      throw new FerruleException(
          ErrorCode.WEBHOOK_NOT_FOUND, "expected the name of a webhook, found another");
    }
    return found;
  }

  /**
   * Makes or changes a webhook. A new one gets the results that are written from now on.
   *
   * @return whether it is new
   */
  public synchronized boolean put(Webhook webhook) {
    Running before = running.get(webhook.name());
    if (before == null && running.size() >= limits.webhooks()) {
      throw new FerruleException(
          ErrorCode.LIMIT_REACHED,
          "expected at most %d webhooks, found as many; delete one".formatted(limits.webhooks()));
    }
    store.commitAndWait(writer -> {
      writer.put(Table.WEBHOOKS, key(webhook.name()), WebhookCodec.encode(webhook));
      return true;
    });
    if (before == null) {
      run(webhook);
    } else {
      before.worker().change(webhook);
    }
    return before == null;
  }

  private static byte[] key(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  /** Deletes a webhook with the calls that wait. */
  public synchronized void delete(String name) {
    Running found = find(name);
    found.feed().close();
    found.worker().stop();
    var keys = new ArrayList<byte[]>();
    try (var cursor = store.scan(Table.DELIVERIES, Delivery.prefix(name))) {
      while (cursor.next()) {
        keys.add(cursor.key());
      }
    }
    store.commitAndWait(writer -> {
      writer.delete(Table.WEBHOOKS, key(name));
      keys.forEach(delivery -> writer.delete(Table.DELIVERIES, delivery));
      results.forget(FOLLOWER + name).accept(writer);
      return true;
    });
    running.remove(name);
  }

  /** Sends a call that is no result, once. */
  public TestCall test(String name) {
    Webhook webhook = find(name).worker().webhook();
    var out = new JsonWriter(128);
    out.beginObject().name("webhook").value(name).name("test").value(true).endObject();
    String id = "test_%s_%d_%d".formatted(name, clock.millis(), tests.incrementAndGet());
    try {
      var outcome = calls.send(webhook, id, out.copy());
      return new TestCall(outcome.status(), outcome.failure());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new TestCall(0, "the node is stopping");
    }
  }

  /**
   * Makes the call of a dead letter again, in its place.
   *
   * @throws FerruleException when the webhook is no more, or as many calls wait as may
   */
  public void replay(DeadLetter letter) {
    var content = letter.content();
    var worker = find(content.name()).worker();
    if (worker.waiting() >= 2 * limits.waiting()) {
      throw new FerruleException(
          ErrorCode.LIMIT_REACHED,
          "expected at most %d calls that wait, found more; try again".formatted(limits.waiting()));
    }
    var made = new ArrayList<Delivery>(1);
    deadLetters.replay(letter.id(), writer -> made.add(write(writer, content)));
    worker.add(made);
  }

  private Delivery write(Transaction.Writer writer, DeadLetter.Content content) {
    byte[] key = Delivery.key(content.name(), writer.nextSequence());
    var delivery = new Delivery(key, clock.millis(), 0, content.eventId());
    writer.put(Table.DELIVERIES, key, delivery.encode(content.original()));
    return delivery;
  }

  /** Stops; what waits is in the store. */
  @Override
  public synchronized void close() {
    running.values().forEach(each -> each.feed().close());
    running.values().forEach(each -> each.worker().stop());
    calls.close();
    running.values().forEach(each -> each.worker().close());
  }
}
