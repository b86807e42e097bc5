package dev.ferrule.embed;

import ai.onnxruntime.OrtException;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a model from many callers. Sequences wait in two lanes: queries, which a free worker takes
 * at once and always first, and documents, which wait in buckets of similar length until a batch is
 * full or the oldest has lingered long enough. Each worker runs one batch at a time on its own
 * core. Thread-safe.
 */
public final class Batcher implements AutoCloseable {
  /** Who waits for the result. */
  public enum Lane {
    /** A person: runs before any document. */
    QUERY,
    /** A document being taken in. */
    DOCUMENT
  }

  private final EmbeddingModel model;
  private final BatcherSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final LengthBuckets queries;
  private final LengthBuckets documents;
  private final List<Thread> workers = new ArrayList<>();
  private final AtomicLong tokensDone = new AtomicLong();
  private final AtomicLong cellsDone = new AtomicLong();
  private final AtomicLong sequencesDone = new AtomicLong();
  private final AtomicLong batchesDone = new AtomicLong();
  private final AtomicLong waitedNanos = new AtomicLong();
  private final AtomicLong ranNanos = new AtomicLong();
  private int waitingTokens;
  private boolean closed;

  public Batcher(EmbeddingModel model, BatcherSettings settings) {
    this.model = model;
    this.settings = settings;
    this.queries = new LengthBuckets(settings.maxBatchTokens());
    this.documents = new LengthBuckets(settings.maxBatchTokens());
    for (int i = 0; i < settings.workers(); i++) {
      workers.add(Thread.ofPlatform().name("embed-" + i).daemon(true).start(this::work));
    }
  }

  /**
   * Hands over a sequence. The future fails with {@link ErrorCode#MODEL_FAILED} when the model
   * does.
   *
   * @throws FerruleException {@link ErrorCode#LIMIT_REACHED} when too many tokens wait already
   */
  public CompletableFuture<Embedding> submit(Sequence sequence, Lane lane) {
    var waiting = new LengthBuckets.Waiting(sequence, System.nanoTime());
    lock.lock();
    try {
      if (closed) {
        throw new FerruleException(
            ErrorCode.NODE_DRAINING, "expected an open embedder, found it closed");
      }
      if (waitingTokens + waiting.tokens() > settings.maxWaitingTokens() && waitingTokens > 0) {
        throw new FerruleException(
            ErrorCode.LIMIT_REACHED,
            "expected at most embedding.max_waiting_tokens=%d, found the queue full"
                .formatted(settings.maxWaitingTokens()));
      }
      waitingTokens += waiting.tokens();
      (lane == Lane.QUERY ? queries : documents).add(waiting);
      arrived.signal();
    } finally {
      lock.unlock();
    }
    return waiting.future();
  }

  private void work() {
    Niceness.raise();
    var pass = new ForwardPass(model);
    while (true) {
      List<LengthBuckets.Waiting> batch = take();
      if (batch == null) {
        return;
      }
      run(pass, batch);
    }
  }

  /** The next batch, waiting for one; null when closed and nothing is left. */
  private @Nullable List<LengthBuckets.Waiting> take() {
    lock.lock();
    try {
      while (true) {
        long now = System.nanoTime();
        List<LengthBuckets.Waiting> batch = queries.take(now);
        if (batch == null) {
          batch = documents.take(closed ? Long.MAX_VALUE : now - settings.linger().toNanos());
        }
        if (batch != null) {
          batch.forEach(waiting -> waitingTokens -= waiting.tokens());
          return batch;
        }
        if (closed) {
          return null;
        }
        long oldest = documents.oldestNanos();
        if (oldest == Long.MAX_VALUE) {
          arrived.await();
        } else {
          arrived.awaitNanos(oldest + settings.linger().toNanos() - now);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void run(ForwardPass pass, List<LengthBuckets.Waiting> batch) {
    long started = System.nanoTime();
    try {
      long waited = 0;
      for (LengthBuckets.Waiting each : batch) {
        waited += started - each.arrivedNanos();
      }
      waitedNanos.addAndGet(waited);
      Embedding[] embeddings =
          pass.run(batch.stream().map(LengthBuckets.Waiting::sequence).toList());
      int width = 0;
      for (int i = 0; i < embeddings.length; i++) {
        width = Math.max(width, batch.get(i).tokens());
        tokensDone.addAndGet(batch.get(i).tokens());
      }
      cellsDone.addAndGet((long) width * batch.size());
      sequencesDone.addAndGet(batch.size());
      batchesDone.incrementAndGet();
      ranNanos.addAndGet(System.nanoTime() - started);
      for (int i = 0; i < embeddings.length; i++) { // counted first: who has it sees it counted
        batch.get(i).future().complete(embeddings[i]);
      }
    } catch (OrtException | RuntimeException | Error e) {
      var failure =
          new FerruleException(
              ErrorCode.MODEL_FAILED, "the model failed on a batch: " + e.getMessage(), e);
      batch.forEach(waiting -> waiting.future().completeExceptionally(failure));
    }
  }

  /** Tokens that wait now. */
  public int waitingTokens() {
    lock.lock();
    try {
      return waitingTokens;
    } finally {
      lock.unlock();
    }
  }

  /** What was done since the start. */
  public Counts counts() {
    return new Counts(
        sequencesDone.get(),
        tokensDone.get(),
        cellsDone.get() - tokensDone.get(),
        batchesDone.get(),
        waitedNanos.get(),
        ranNanos.get());
  }

  /**
   * Totals.
   *
   * @param sequences embedded
   * @param tokens in them
   * @param paddingTokens run besides, to fill batches up
   * @param batches that took
   * @param waitedNanos how long all sequences together waited until their batch began
   * @param ranNanos how long all batches together took
   */
  public record Counts(
      long sequences,
      long tokens,
      long paddingTokens,
      long batches,
      long waitedNanos,
      long ranNanos) {}

  /** Finishes what waits, then stops the workers. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    for (Thread worker : workers) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
