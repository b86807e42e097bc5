package dev.ferrule.server.labels;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.store.Cursor;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import dev.ferrule.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Label changes that wait in the store for their time. Thread-safe. */
final class DelayedLabels {
  private static final int AT_ONCE = 256;

  private final Store store;
  private final InstantSource clock;
  private final int most;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile Runnable whenAdded = () -> {};

  /** A change with its key in the table. */
  record Due(byte[] key, DelayedChange delayed) {}

  /**
   * @param most how many may wait
   */
  DelayedLabels(Store store, InstantSource clock, int most) {
    this.store = store;
    this.clock = clock;
    this.most = most;
    try (Cursor cursor = store.scan(Table.DELAYED_LABELS, LabelKeys.allDue())) {
      while (cursor.next()) {
        waiting.incrementAndGet();
      }
    }
  }

  /** What to run when a change has come to wait. */
  void whenAdded(Runnable action) {
    whenAdded = action;
  }

  /** How many wait. */
  int waiting() {
    return waiting.get();
  }

  /** Takes places for so many changes; {@link ErrorCode#LIMIT_REACHED} when there are too few. */
  void reserve(int count) {
    if (waiting.addAndGet(count) > most) {
      waiting.addAndGet(-count);
      throw new FerruleException(
          ErrorCode.LIMIT_REACHED,
          "expected at most %d delayed label changes to wait, found more; try again when some of"
                  .formatted(most)
              + " them have taken effect");
    }
  }

  /** The write of a change for which a place was reserved. */
  PendingWrite write(DelayedChange delayed) {
    return new Write(delayed);
  }

  /** Those whose time has come, the earliest first; not all when they are many. */
  List<Due> due() {
    long now = clock.millis();
    var due = new ArrayList<Due>();
    try (Cursor cursor = store.scan(Table.DELAYED_LABELS, LabelKeys.allDue())) {
      while (due.size() < AT_ONCE && cursor.next() && LabelKeys.dueMillis(cursor.key()) <= now) {
        due.add(new Due(cursor.key(), LabelCodec.decodeDelayed(cursor.value())));
      }
    }
    return due;
  }

  /** Milliseconds until the next is due, at most {@code most}. */
  long nextMillis(long most) {
    try (Cursor cursor = store.scan(Table.DELAYED_LABELS, LabelKeys.allDue())) {
      return cursor.next()
          ? Math.clamp(LabelKeys.dueMillis(cursor.key()) - clock.millis(), 0, most)
          : most;
    }
  }

  /** Those of an entity, the earliest first. */
  List<DelayedChange> of(String entityKey, int mostListed) {
    var found = new ArrayList<DelayedChange>();
    try (Cursor cursor = store.scan(Table.DELAYED_LABELS, LabelKeys.delayedOf(entityKey))) {
      while (found.size() < mostListed && cursor.next()) {
        byte[] value = store.find(Table.DELAYED_LABELS, LabelKeys.dueOf(cursor.key()));
        if (value != null) { // else it took effect just now
          found.add(LabelCodec.decodeDelayed(value));
        }
      }
    }
    return found;
  }

  /** Removes one, in the transaction that makes it take effect. */
  static void remove(Due due, Transaction.Writer writer) {
    writer.delete(Table.DELAYED_LABELS, due.key());
    writer.delete(Table.DELAYED_LABELS, LabelKeys.delayed(due.delayed().entityKey(), due.key()));
  }

  /** Says that so many have taken effect. */
  void removed(int count) {
    waiting.addAndGet(-count);
  }

  /** The first whole millisecond that is not before the time. */
  private static long millis(Instant time) {
    return time.plusNanos(999_999).toEpochMilli();
  }

  /** The write of one change. */
  private final class Write implements PendingWrite {
    private final DelayedChange delayed;

    Write(DelayedChange delayed) {
      this.delayed = delayed;
    }

    @Override
    public void accept(Transaction.Writer writer) {
      byte[] key = LabelKeys.due(millis(delayed.change().at()), writer.nextSequence());
      writer.put(Table.DELAYED_LABELS, key, LabelCodec.encode(delayed));
      writer.put(Table.DELAYED_LABELS, LabelKeys.delayed(delayed.entityKey(), key), new byte[0]);
    }

    @Override
    public void settle(@Nullable Throwable failure) {
      if (failure == null) {
        whenAdded.run();
      } else {
        removed(1);
      }
    }
  }
}
