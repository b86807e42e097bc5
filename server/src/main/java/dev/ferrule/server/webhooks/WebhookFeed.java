package dev.ferrule.server.webhooks;

import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.server.events.ResultJson;
import dev.ferrule.server.results.Result;
import dev.ferrule.server.results.ResultBlock;
import dev.ferrule.server.results.ResultFollower;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the results for one webhook and makes calls of those that match. The calls and how far it
 * has come are written in one transaction, so each result becomes one call. It waits while as many
 * as may be are unanswered: then the rest waits in the results. Thread-safe.
 */
final class WebhookFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookFeed.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int BLOCKS = 4;

  /** How long a checkpoint without a call may wait: after a crash so much is looked at again. */
  private static final long CHECKPOINT_MILLIS = 1_000;

  private final WebhookWorker worker;
  private final ResultFollower follower;
  private final Store store;
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean stopping;
  private @Nullable ResultBlock passed;
  private long checkpointMillis;

  WebhookFeed(WebhookWorker worker, ResultFollower follower, Store store, InstantSource clock) {
    this.worker = worker;
    this.follower = follower;
    this.store = store;
    this.clock = clock;
    this.thread =
        Thread.ofVirtual().name("webhook-feed-" + follower.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** How many results it has still to look at. */
  long behind() {
    return follower.behind();
  }

  private void run() {
    List<ResultBlock> blocks = new ArrayList<>();
    while (!stopping) {
      try {
        if (blocks.isEmpty()) {
          blocks.addAll(follower.next(BLOCKS, PATIENCE));
        }
        if (blocks.isEmpty()) {
          checkpoint();
        }
        while (!blocks.isEmpty() && worker.awaitRoom(PATIENCE.toMillis()) && !stopping) {
          handle(blocks.getFirst());
          blocks.removeFirst();
        }
      } catch (InterruptedException e) {
        return; // it is stopping
      } catch (RuntimeException e) {
        if (stopping || !rest(e)) {
          return;
        }
      }
    }
  }

  private boolean rest(RuntimeException e) {
    LOG.error("a webhook's results are tried again: follower={}", follower.name(), e);
    try {
      Thread.sleep(PATIENCE);
      return true;
    } catch (InterruptedException stopped) {
      return false;
    }
  }

  private void handle(ResultBlock block) {
    Webhook webhook = worker.webhook();
    var matching =
        block.results().stream().filter(r -> Matching.matches(webhook.on(), r)).toList();
    if (matching.isEmpty()) {
      passed = block;
      if (clock.millis() - checkpointMillis > CHECKPOINT_MILLIS) {
        checkpoint();
      }
      return;
    }
    List<byte[]> bodies = matching.stream().map(r -> body(webhook, r)).toList();
    long now = clock.millis();
    var deliveries =
        store.commitAndWait(writer -> {
          var written = new ArrayList<Delivery>(bodies.size());
          for (int i = 0; i < bodies.size(); i++) {
            byte[] key = Delivery.key(webhook.name(), writer.nextSequence());
            var delivery = new Delivery(key, now, 0, matching.get(i).id());
            writer.put(Table.DELIVERIES, key, delivery.encode(bodies.get(i)));
            written.add(delivery);
          }
          follower.moveTo(block).accept(writer);
          return written;
        });
    passed = null;
    checkpointMillis = now;
    worker.add(deliveries);
  }

  private void checkpoint() {
    ResultBlock to = passed;
    if (to != null) {
      store.commitAndWait(writer -> {
        follower.moveTo(to).accept(writer);
        return true;
      });
      passed = null;
      checkpointMillis = clock.millis();
    }
  }

  /** What is sent: the result with the webhook's name. */
  static byte[] body(Webhook webhook, Result result) {
    var out = new JsonWriter(512 + result.effects().length);
    out.beginObject().name("webhook").value(webhook.name());
    ResultJson.fields(result, out);
    return out.endObject().copy();
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    follower.close();
  }
}
