package dev.ferrule.server.labels;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.labels.KeptLabels;
import dev.ferrule.rules.labels.LabelChange;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import dev.ferrule.store.Transaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entities whose keys share a hash: an overlay of changes that are not on disk yet, over a
 * cache, over the store. Thread-safe by its own lock.
 */
final class LabelStripe {
  /*
   * Each accepted change is a Write. A write does not carry the state that its change led to, but
   * puts the newest one when the transaction runs: so whatever order two threads' writes reach the
   * disk in, the last to run puts the last state.
   *
   * While writes of an entity are outstanding, its newest state stands in the overlay. When the last
   * is on disk, that state is what the disk has, and moves to the cache. When one fails, the newest
   * state is made again: what the disk has, and on it the changes still outstanding. As another's
   * write may have carried the failed change to the disk meanwhile, the entity is then read from the
   * disk once more when all have ended.
   */
  private static final Logger LOG = LoggerFactory.getLogger(LabelStripe.class);

  /** The most lines of the history of one entity. */
  static final int MOST_HISTORY = 1_000;

  private final Store store;
  private final LabelCache cache;
  private final Map<String, Overlay> overlays = new HashMap<>();
  private final LongAdder hits;
  private final LongAdder misses;

  /** An entity with changes that are not on disk yet. */
  private static final class Overlay {
    private EntityState newest;
    private byte @Nullable [] encoded;
    private final Set<Write> outstanding = new LinkedHashSet<>();
    private boolean anyFailed;

    Overlay(EntityState newest) {
      this.newest = newest;
    }

    void become(EntityState next) {
      newest = next;
      encoded = null;
    }

    byte[] encoded() {
      if (encoded == null) {
        encoded = LabelCodec.encode(newest);
      }
      return encoded;
    }
  }

  /**
   * What became of a change.
   *
   * @param taken whether the labels are now as it asks
   * @param write what makes that durable; null when it already is, or was not taken
   */
  record Applied(boolean taken, @Nullable PendingWrite write) {}

  LabelStripe(Store store, long mostCachedBytes, LongAdder hits, LongAdder misses) {
    this.store = store;
    this.cache = new LabelCache(mostCachedBytes);
    this.hits = hits;
    this.misses = misses;
  }

  synchronized KeptLabels read(String entityKey) {
    return newest(entityKey).labels();
  }

  private EntityState newest(String entityKey) {
    if (!overlays.isEmpty()) {
      Overlay overlay = overlays.get(entityKey);
      if (overlay != null) {
        hits.increment();
        return overlay.newest;
      }
    }
    EntityState cached = cache.find(entityKey);
    if (cached != null) {
      hits.increment();
      return cached;
    }
    misses.increment();
    byte[] value = stored(entityKey);
    EntityState state = value == null ? EntityState.NONE : LabelCodec.decodeEntity(value);
    cache.put(entityKey, state, value == null ? 0 : value.length);
    return state;
  }

  private byte @Nullable [] stored(String entityKey) {
    return KeptLabels.isName(entityKey)
        ? store.find(Table.LABELS, LabelKeys.entity(entityKey))
        : null;
  }

  synchronized Applied apply(String entityKey, LabelChange change, Author by, Instant now) {
    EntityState before = newest(entityKey);
    KeptLabels after = before.labels().with(change, now);
    if (after == null) {
      return new Applied(false, null);
    }
    Overlay overlay = overlays.get(entityKey);
    boolean same = after == before.labels();
    if (same && overlay == null) {
      return new Applied(true, null);
    }
    if (overlay == null) {
      overlay = new Overlay(before);
      overlays.put(entityKey, overlay);
      cache.remove(entityKey);
    }
    // even one that changes nothing: what it relies on may not be on disk yet, and may fail
    boolean noted = !same && !isRenewal(before.labels(), after, change);
    long number = noted ? before.changes() + 1 : 0;
    if (!same) {
      overlay.become(new EntityState(after, Math.max(before.changes(), number)));
    }
    var write = new Write(entityKey, change, new HistoryEntry(now, change, by), number);
    overlay.outstanding.add(write);
    return new Applied(true, write);
  }

  /** Whether nothing but the end of a reason that was there has changed. */
  private static boolean isRenewal(KeptLabels before, KeptLabels after, LabelChange change) {
    var was = before.byName().get(change.label());
    var is = after.byName().get(change.label());
    if (was == null || is == null || !was.previous().equals(is.previous())) {
      return false;
    }
    var reason = was.state().reasons().get(change.reasonName());
    return was.state().status() == is.state().status()
        && reason != null
        && reason.description().equals(change.description());
  }

  private synchronized void put(Write write, Transaction.Writer writer) {
    Overlay overlay = Objects.requireNonNull(overlays.get(write.entityKey), "settled before");
    writer.put(Table.LABELS, LabelKeys.entity(write.entityKey), overlay.encoded());
    var labels = overlay.newest.labels().byName();
    // with other writes outstanding the state has their changes too, so the index must have them
    var changed = overlay.outstanding.size() > 1 ? labels.keySet() : Set.of(write.change.label());
    for (String name : changed) {
      var label = labels.get(name);
      if (label != null) {
        writer.put(
            Table.LABELS,
            LabelKeys.index(name, write.entityKey),
            LabelCodec.encode(LabelCodec.Indexed.of(label.state())));
      }
    }
  }

  private synchronized void settle(Write write, @Nullable Throwable failure) {
    Overlay overlay = overlays.get(write.entityKey);
    if (overlay == null || !overlay.outstanding.remove(write)) {
      return;
    }
    overlay.anyFailed |= failure != null;
    if (!overlay.outstanding.isEmpty()) {
      if (failure != null) {
        remake(write.entityKey, overlay);
      }
      return;
    }
    overlays.remove(write.entityKey);
    if (!overlay.anyFailed) {
      cache.put(write.entityKey, overlay.newest, overlay.encoded().length);
    }
  }

  /** What the disk has, and on it the changes still outstanding. */
  private void remake(String entityKey, Overlay overlay) {
    try {
      byte[] value = stored(entityKey);
      var state = value == null ? EntityState.NONE : LabelCodec.decodeEntity(value);
      for (Write write : overlay.outstanding) {
        KeptLabels next = state.labels().with(write.change, write.entry.madeAt());
        state =
            new EntityState(
                next == null ? state.labels() : next, Math.max(state.changes(), write.number));
      }
      overlay.become(state);
    } catch (FerruleException e) {
      LOG.error("labels could not be read again after a failed write: {}", e.getMessage());
    }
  }

  synchronized int cached() {
    return cache.size();
  }

  /** The write of one change. */
  private final class Write implements PendingWrite {
    private final String entityKey;
    private final LabelChange change;
    private final HistoryEntry entry;

    /** Of the entry in the history, or 0 when there is none. */
    private final long number;

    Write(String entityKey, LabelChange change, HistoryEntry entry, long number) {
      this.entityKey = entityKey;
      this.change = change;
      this.entry = entry;
      this.number = number;
    }

    @Override
    public void accept(Transaction.Writer writer) {
      put(this, writer);
      if (number > 0) {
        writer.put(Table.LABELS, LabelKeys.history(entityKey, number), LabelCodec.encode(entry));
      }
      if (number > MOST_HISTORY) {
        writer.delete(Table.LABELS, LabelKeys.history(entityKey, number - MOST_HISTORY));
      }
    }

    @Override
    public void settle(@Nullable Throwable failure) {
      LabelStripe.this.settle(this, failure);
    }
  }
}
