package dev.ferrule.flow.kafka;

import dev.ferrule.flow.OffsetTracker;
import dev.ferrule.flow.SourceRecord;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition that this node has taken: those that wait, those in progress, and
 * those that failed. Confined to the thread that polls, but for {@link #settle}.
 */
final class PartitionFlow {
  /** How often a failure that is nobody's limit may repeat before it counts as the record's. */
  private static final int MOST_ATTEMPTS = 5;

  private static final long FIRST_BACKOFF_NANOS = 10_000_000;
  private static final long LONGEST_BACKOFF_NANOS = 1_000_000_000;

  final TopicPartition partition;
  final OffsetTracker tracker;

  /** Polled and not begun yet. */
  final Queue<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();

  /** Begun, and neither done nor failed. */
  private final AtomicInteger inProgress = new AtomicInteger();

  /** Failed and to be tried again, before any that wait. */
  private final Queue<Attempt> failed = new ConcurrentLinkedQueue<>();

  /** Failed for good, and to become dead letters. */
  private final Queue<Attempt> refused = new ConcurrentLinkedQueue<>();

  private long retryAtNanos;
  boolean paused;

  /** The position that was committed last, -1 when none was. */
  long committed = -1;

  /** The position that is on its way to be committed. */
  long committing = -1;

  /** Where the partition ended when that was looked at last, as far as Kafka's client knows. */
  long lag;

  /**
   * One try at a record.
   *
   * @param ticket of the tracker
   * @param number of the try, from 1
   * @param failure how the try before ended, or null
   */
  record Attempt(
      SourceRecord record, long ticket, int number, @Nullable FerruleException failure) {}

  PartitionFlow(TopicPartition partition, int inFlight) {
    this.partition = partition;
    this.tracker = new OffsetTracker(inFlight);
  }

  /** Begins the first record that waits. */
  Attempt begin(SourceRecord record) {
    inProgress.incrementAndGet();
    return new Attempt(record, tracker.begin(record.offset()), 1, null);
  }

  /** What failed and is due to be tried again, in order; empty while anything is in progress. */
  List<Attempt> retries(long nowNanos) {
    if (failed.isEmpty() || inProgress.get() > 0) {
      return List.of();
    }
    Attempt first = failed.peek();
    if (retryAtNanos == 0 && first != null) {
      retryAtNanos = nowNanos + backoffNanos(first.number());
    }
    if (nowNanos < retryAtNanos) {
      return List.of();
    }
    retryAtNanos = 0;
    var due = new ArrayList<Attempt>();
    for (Attempt attempt = failed.poll(); attempt != null; attempt = failed.poll()) {
      due.add(attempt);
    }
    due.sort(Comparator.comparingLong(Attempt::ticket));
    return due;
  }

  static long backoffNanos(int attempts) {
    return Math.min(LONGEST_BACKOFF_NANOS, FIRST_BACKOFF_NANOS << Math.min(attempts - 1, 10));
  }

  /** Begins a try at a record that failed before. */
  Attempt again(Attempt before) {
    inProgress.incrementAndGet();
    return new Attempt(before.record(), before.ticket(), before.number() + 1, null);
  }

  /** Puts back what was not tried after all. */
  void putBack(List<Attempt> attempts) {
    failed.addAll(attempts);
  }

  /** Something failed and is to be tried before anything else is begun. */
  boolean stalled() {
    return !failed.isEmpty();
  }

  /** Why the first of those that failed did, or null. */
  @Nullable FerruleException stalledBy() {
    Attempt first = failed.peek();
    return first == null ? null : first.failure();
  }

  /** The next that is to become a dead letter, or null. */
  @Nullable Attempt refused() {
    return refused.poll();
  }

  int inProgress() {
    return inProgress.get();
  }

  /** A try has ended; may be called on any thread. */
  void settle(Attempt attempt, @Nullable Throwable thrown) {
    if (thrown == null) {
      tracker.done(attempt.ticket());
      inProgress.decrementAndGet();
      return;
    }
    FerruleException failure = failure(thrown);
    var ended = new Attempt(attempt.record(), attempt.ticket(), attempt.number(), failure);
    if (isForGood(failure, attempt.number())) {
      refused.add(ended); // stays in progress until it is among the dead letters
    } else {
      failed.add(ended);
      inProgress.decrementAndGet();
    }
  }

  /** A dead letter is kept, or could not be, and then the record is tried again. */
  void settleRefused(Attempt attempt, @Nullable Throwable thrown) {
    if (thrown == null) {
      tracker.done(attempt.ticket());
    } else {
      failed.add(attempt);
    }
    inProgress.decrementAndGet();
  }

  private static boolean isForGood(FerruleException failure, int attempts) {
    return switch (failure.code()) {
      case RELEASE_NONE, STORE_FAILED, STORE_CORRUPT -> false; // not the record's fault
      default ->
          switch (failure.code().blame()) {
            case CALLER -> true;
            case SYSTEM -> attempts >= MOST_ATTEMPTS;
            case RETRY -> false;
          };
    };
  }

  private static FerruleException failure(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof FerruleException known
        ? known
        : new FerruleException(
            ErrorCode.INTERNAL,
            "expected a result, found a failure: " + cause.getClass().getSimpleName(),
            cause);
  }
}
