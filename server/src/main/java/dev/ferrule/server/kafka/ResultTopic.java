package dev.ferrule.server.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrule.flow.SourceRecord.Header;
import dev.ferrule.flow.kafka.TopicWriter;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.results.Result;
import dev.ferrule.server.results.ResultBlock;
import dev.ferrule.server.results.ResultFollower;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.store.Store;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every result to a topic, in order and at least once: the checkpoint moves past a block of
 * results when all of it is acknowledged. Thread-safe.
 *
 * <p>A record's value is the JSON of the features, as Osprey writes it to {@code
 * osprey.execution_results}. Its key is the first entity that the rules read, else the event's id.
 */
final class ResultTopic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ResultTopic.class);
  private static final int MOST_UNACKNOWLEDGED = 16_384;
  private static final int BLOCKS_AT_ONCE = 64;
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final long CHECKPOINT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long ACKNOWLEDGED_SECONDS = 5;
  private static final long BACKOFF_MILLIS = 1_000;

  private final ResultLog log;
  private final Store store;
  private final TopicWriter writer;
  private final String topic;
  private final Thread thread;
  private volatile ResultFollower follower;
  private volatile boolean closing;
  private volatile String problem = "";

  /** Blocks that were written to the topic, until they are acknowledged. Confined to the thread. */
  private final Deque<Sent> sent = new ArrayDeque<>();

  private int unacknowledged;
  private @Nullable ResultBlock done;
  private long checkpointNanos;

  private record Sent(ResultBlock block, CompletableFuture<Void> acknowledged) {}

  /** Follows from now on, or from where it was before. */
  ResultTopic(ResultLog log, Store store, TopicWriter writer, String topic) {
    this.log = log;
    this.store = store;
    this.writer = writer;
    this.topic = topic;
    this.follower = follow();
    this.thread = Thread.ofPlatform().name("kafka-" + topic).daemon(true).unstarted(this::run);
  }

  private ResultFollower follow() {
    return log.follow("kafka/" + topic, ResultFollower.Start.NEWEST);
  }

  void start() {
    thread.start();
  }

  /** How many results are not in the topic yet, but for those under way. */
  long behind() {
    return follower.behind();
  }

  /** What keeps results from the topic; empty when nothing does. */
  String problem() {
    return problem;
  }

  private void run() {
    while (!closing) {
      try {
        write();
      } catch (InterruptedException e) {
        break; // closing
      } catch (CompletionException | FerruleException e) {
        again(e);
      }
    }
    finish();
    follower.close();
  }

  /* What is not acknowledged is read again, from the checkpoint. */
  private void again(RuntimeException e) {
    Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    problem = String.valueOf(cause.getMessage());
    LOG.warn("writing results failed and is tried again: {}", problem);
    sent.forEach(each -> each.acknowledged().exceptionally(_ -> null).join());
    sent.clear();
    unacknowledged = 0;
    follower.close();
    try {
      Thread.sleep(BACKOFF_MILLIS);
      checkpoint();
      follower = follow();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() throws InterruptedException {
    for (ResultBlock block :
        follower.next(BLOCKS_AT_ONCE, sent.isEmpty() ? IDLE : Duration.ofMillis(5))) {
      while (unacknowledged + block.results().size() > MOST_UNACKNOWLEDGED && !sent.isEmpty()) {
        sent.getFirst().acknowledged().join();
        collect();
      }
      send(block);
    }
    collect();
    if (done != null && System.nanoTime() - checkpointNanos > CHECKPOINT_NANOS) {
      checkpoint();
    }
  }

  private void send(ResultBlock block) {
    List<Result> results = block.results();
    var stages = new CompletableFuture<?>[results.size()];
    for (int i = 0; i < stages.length; i++) {
      Result result = results.get(i);
      stages[i] =
          writer
              .write(topic, key(result), result.features(), headers(result))
              .toCompletableFuture();
    }
    unacknowledged += stages.length;
    sent.add(new Sent(block, CompletableFuture.allOf(stages)));
  }

  private static byte[] key(Result result) {
    return (result.entities().isEmpty() ? Long.toString(result.id()) : result.entities().getFirst())
        .getBytes(UTF_8);
  }

  private static List<Header> headers(Result result) {
    return List.of(
        new Header("id", Long.toString(result.id()).getBytes(UTF_8)),
        new Header("action", result.action().getBytes(UTF_8)),
        new Header("release", result.release().getBytes(UTF_8)));
  }

  private void collect() {
    while (!sent.isEmpty() && sent.getFirst().acknowledged().isDone()) {
      Sent first = sent.getFirst();
      first.acknowledged().join(); // throws when it was not acknowledged
      sent.removeFirst();
      unacknowledged -= first.block().results().size();
      done = first.block();
      problem = "";
    }
  }

  private void checkpoint() {
    ResultBlock upTo = done;
    if (upTo == null) {
      return;
    }
    done = null;
    checkpointNanos = System.nanoTime();
    var move = follower.moveTo(upTo);
    store.commitAndWait(transaction -> {
      move.accept(transaction);
      return true;
    });
  }

  private void finish() {
    try {
      for (Sent each : sent) {
        each.acknowledged().get(ACKNOWLEDGED_SECONDS, TimeUnit.SECONDS);
      }
      collect();
      checkpoint();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | TimeoutException | FerruleException e) {
      LOG.warn("results were not acknowledged by the end, and are written again at the next start");
    }
  }

  /** Waits for what is under way, and notes how far it came. */
  @Override
  public void close() {
    closing = true;
    try {
      if (thread.isAlive() && !thread.join(Duration.ofSeconds(3 * ACKNOWLEDGED_SECONDS))) {
        LOG.warn("writing results to topic {} did not end in time", topic);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
