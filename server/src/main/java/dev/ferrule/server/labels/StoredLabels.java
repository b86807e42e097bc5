package dev.ferrule.server.labels;

import dev.ferrule.rules.evaluation.EmittedEffect;
import dev.ferrule.rules.labels.EntityLabels;
import dev.ferrule.rules.labels.KeptLabels;
import dev.ferrule.rules.labels.LabelChange;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.store.Store;
import dev.ferrule.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The labels of entities in the store. A change is seen by every reader when it was applied, and is
 * durable when what {@link #apply} returned has been written; a change whose write failed is seen
 * no more. Reading an entity that was read lately takes no disk, whether it has labels or not.
 * Thread-safe; the changes of one entity happen one after the other.
 */
public final class StoredLabels implements Labels {
  private static final int STRIPES = 256;
  private static final long MOST_CACHED_BYTES = 64L << 20;

  /** The most changes that wait for their time. */
  static final int MOST_DELAYED = 1_000_000;

  private final Store store;
  private final InstantSource clock;
  private final DelayedLabels delayed;
  private final LabelStripe[] stripes = new LabelStripe[STRIPES];
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder changes = new LongAdder();

  public StoredLabels(Store store, InstantSource clock) {
    this(store, clock, MOST_CACHED_BYTES, MOST_DELAYED);
  }

  StoredLabels(Store store, InstantSource clock, long mostCachedBytes, int mostDelayed) {
    this.store = store;
    this.clock = clock;
    this.delayed = new DelayedLabels(store, clock, mostDelayed);
    Arrays.setAll(stripes, _ -> new LabelStripe(store, mostCachedBytes / STRIPES, hits, misses));
  }

  /**
   * What was counted since the start.
   *
   * @param hits reads of entities that were in memory
   * @param misses reads that went to the store
   * @param changes changes of labels
   */
  public record Counts(long hits, long misses, long changes) {}

  public Counts counts() {
    return new Counts(hits.sum(), misses.sum(), changes.sum());
  }

  /** How many changes wait for their time. */
  public int delayedWaiting() {
    return delayed.waiting();
  }

  /** For looking at entities, and for finding them. */
  public EntityDirectory directory() {
    return new EntityDirectory(store, this, clock);
  }

  /** The time of this node. */
  public Instant now() {
    return clock.instant();
  }

  /** How many entities are in memory. */
  int cached() {
    return Arrays.stream(stripes).mapToInt(LabelStripe::cached).sum();
  }

  DelayedLabels delayed() {
    return delayed;
  }

  @Override
  public EntityLabels read(Entity entity) {
    return kept(entity.key()).current();
  }

  /** All labels of an entity with what they were before. */
  KeptLabels kept(String entityKey) {
    return stripe(entityKey).read(entityKey);
  }

  private LabelStripe stripe(String entityKey) {
    int hash = entityKey.hashCode() * 0x9E3779B9; // its upper bits depend on all of the key's
    return stripes[hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(STRIPES))];
  }

  /** Applies one change at once, whatever delay it asks for, and waits until it is on disk. */
  @Override
  public void apply(Effect.LabelChange change, String ruleName, String description, Instant at) {
    if (change.applies()) {
      var wanted = LabelChange.of(change, ruleName, description, at);
      joined(set(change.entity(), wanted, new Author.ByKey(ruleName)));
    }
  }

  private static <T> T joined(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * Changes a label as somebody asks, for every reader at once; the future completes when that is
   * on disk.
   *
   * @return whether it was taken; it is not when an entity has too many labels or reasons, or a
   *     name is none, or a rule asks against what a person set
   */
  public CompletableFuture<Boolean> set(Entity entity, LabelChange change, Author by) {
    if (!KeptLabels.accepts(entity, change.label())) {
      return CompletableFuture.completedFuture(false);
    }
    String key = entity.key();
    var applied = stripe(key).apply(key, change, by, clock.instant());
    PendingWrite write = applied.write();
    if (write == null) {
      return CompletableFuture.completedFuture(applied.taken());
    }
    changes.increment();
    return commit(List.of(write)).thenApply(_ -> true);
  }

  private CompletableFuture<Void> commit(List<? extends Consumer<Transaction.Writer>> writes) {
    try {
      return store
          .<Boolean>commit(writer -> {
            writes.forEach(write -> write.accept(writer));
            return true;
          })
          .handle((_, failure) -> {
            settle(writes, failure);
            if (failure != null) {
              throw failure instanceof CompletionException wrapped
                  ? wrapped
                  : new CompletionException(failure);
            }
            return null;
          });
    } catch (RuntimeException e) {
      settle(writes, e);
      throw e;
    }
  }

  /**
   * Applies the label changes among {@code effects}, for every reader at once; they are durable
   * when what is returned has been written. In whatever order that happens, the store ends with the
   * state after the last call. {@link #settle} is to be called when the write has ended.
   *
   * @param at when the event happened
   * @param eventId the event that asked, for the history
   * @return what to write; empty when no label changes
   * @throws dev.ferrule.model.FerruleException with {@code LIMIT_REACHED} when too many changes
   *     wait for their time; then nothing has changed
   */
  public List<Consumer<Transaction.Writer>> apply(
      List<EmittedEffect> effects, Instant at, long eventId, String release) {
    List<Consumer<Transaction.Writer>> writes = List.of();
    int later = (int) effects.stream().filter(StoredLabels::isDelayed).count();
    if (later > 0) {
      delayed.reserve(later);
    }
    for (EmittedEffect emitted : effects) {
      if (emitted.effect() instanceof Effect.LabelChange change && takesPart(change)) {
        var by = new Author.ByEvent(eventId, release);
        PendingWrite write = isDelayed(emitted) ? delay(emitted, at, by) : now(emitted, at, by);
        if (write != null) {
          writes = writes.isEmpty() ? new ArrayList<>() : writes;
          writes.add(write);
        }
      }
    }
    return writes;
  }

  private static boolean takesPart(Effect.LabelChange change) {
    return change.applies() && KeptLabels.accepts(change.entity(), change.label());
  }

  private static boolean isDelayed(EmittedEffect emitted) {
    return emitted.effect() instanceof Effect.LabelChange change
        && takesPart(change)
        && change.delayActionBy() != null
        && change.delayActionBy().micros() > 0;
  }

  private @Nullable PendingWrite now(EmittedEffect emitted, Instant at, Author by) {
    var change = change(emitted, at);
    String key = ((Effect.LabelChange) emitted.effect()).entity().key();
    PendingWrite write = stripe(key).apply(key, change, by, clock.instant()).write();
    if (write != null) {
      changes.increment();
    }
    return write;
  }

  private PendingWrite delay(EmittedEffect emitted, Instant at, Author by) {
    var effect = (Effect.LabelChange) emitted.effect();
    var delay = java.util.Objects.requireNonNull(effect.delayActionBy());
    var change = change(emitted, LabelChange.later(at, delay));
    return delayed.write(new DelayedChange(effect.entity().key(), change, by));
  }

  private static LabelChange change(EmittedEffect emitted, Instant at) {
    var rule = emitted.rules().getFirst();
    return LabelChange.of(
        (Effect.LabelChange) emitted.effect(), rule.name(), rule.description(), at);
  }

  /**
   * Tells how the transaction of what {@link #apply} returned has ended. When it failed, its
   * changes are seen no more, unless another's write has brought them to the disk.
   *
   * @param failure null when it is on disk
   */
  public void settle(
      List<? extends Consumer<Transaction.Writer>> writes, @Nullable Throwable failure) {
    for (var write : writes) {
      if (write instanceof PendingWrite pending) {
        pending.settle(failure);
      }
    }
  }

  /**
   * Makes the delayed changes that are due take effect, each once: it is applied and taken from
   * those that wait in one transaction.
   *
   * @return how many were due
   */
  synchronized int applyDue() {
    int all = 0;
    List<DelayedLabels.Due> due = delayed.due();
    while (!due.isEmpty()) {
      applyDue(due);
      all += due.size();
      due = delayed.due();
    }
    return all;
  }

  private void applyDue(List<DelayedLabels.Due> due) {
    var writes = new ArrayList<Consumer<Transaction.Writer>>();
    for (var each : due) {
      DelayedChange change = each.delayed();
      writes.add(writer -> DelayedLabels.remove(each, writer));
      PendingWrite write =
          stripe(change.entityKey())
              .apply(change.entityKey(), change.change(), change.by(), clock.instant())
              .write();
      if (write != null) {
        changes.increment();
        writes.add(write);
      }
    }
    joined(commit(writes));
    delayed.removed(due.size());
  }
}
