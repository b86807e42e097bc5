package dev.ferrule.server.labels;

import dev.ferrule.rules.labels.KeptLabels;
import dev.ferrule.store.Cursor;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks entities up, with all that is known of their labels, and lists them. Thread-safe. */
public final class EntityDirectory {
  /** The most entries that one page looks at to find those that it lists. */
  private static final int MOST_LOOKED_AT = 10_000;

  private static final int MOST_DELAYED_SHOWN = 100;

  private final Store store;
  private final StoredLabels labels;
  private final InstantSource clock;

  EntityDirectory(Store store, StoredLabels labels, InstantSource clock) {
    this.store = store;
    this.labels = labels;
    this.clock = clock;
  }

  /**
   * One entity.
   *
   * @param key as {@code User/7}
   * @param labels as rules see them now
   * @param history what was changed and is on disk, the latest first
   * @param delayed the changes that wait for their time, the earliest first
   */
  public record Entry(
      String key, KeptLabels labels, List<HistoryEntry> history, List<DelayedChange> delayed) {}

  /**
   * Some entities, by key.
   *
   * @param next where the next page begins, or null when this is the last
   */
  public record Page(List<Listed> entities, @Nullable String next) {}

  /** An entity in a list. */
  public record Listed(String key, KeptLabels labels) {}

  /**
   * What is known of an entity; one that was never seen has no labels.
   *
   * @param mostHistory how much of its history, of at most 1,000 changes
   */
  public Entry entry(String entityKey, int mostHistory) {
    if (!KeptLabels.isName(entityKey)) {
      return new Entry(entityKey, KeptLabels.NONE, List.of(), List.of());
    }
    KeptLabels kept = labels.kept(entityKey);
    var delayed = labels.delayed().of(entityKey, MOST_DELAYED_SHOWN);
    return new Entry(entityKey, kept, history(entityKey, mostHistory), delayed);
  }

  private List<HistoryEntry> history(String entityKey, int most) {
    var history = new ArrayList<HistoryEntry>();
    byte[] prefix = LabelKeys.historyOf(entityKey);
    byte[] last =
        store.findLastKey(Table.LABELS, prefix, LabelKeys.history(entityKey, Long.MAX_VALUE));
    if (last == null) {
      return history;
    }
    long newest = LabelKeys.number(last);
    byte[] from = LabelKeys.history(entityKey, Math.max(0, newest - most + 1));
    try (Cursor cursor = store.scan(Table.LABELS, prefix, from)) {
      while (history.size() < most && cursor.next()) {
        history.add(LabelCodec.decodeHistory(cursor.value()));
      }
    }
    return history.reversed();
  }

  /**
   * Entities on disk, by key.
   *
   * @param type only of this type; empty for all
   * @param label only those that have this label now; empty for all that have or had any
   * @param after only those whose key is greater; empty for all
   */
  public Page list(String type, String label, String after, int limit) {
    String begin = type.isEmpty() ? "" : type + "/";
    byte[] prefix = key(label, begin);
    byte[] from = prefix;
    if (!after.isEmpty()) {
      byte[] past = key(label, after);
      past = Arrays.copyOf(past, past.length + 1); // the least key greater than it
      from = Arrays.compareUnsigned(past, prefix) > 0 ? past : prefix;
    }
    var listed = new ArrayList<Listed>();
    String last = "";
    try (Cursor cursor = store.scan(Table.LABELS, prefix, from)) {
      for (int seen = 0; cursor.next(); seen++) {
        if (listed.size() == limit || seen == MOST_LOOKED_AT) {
          return new Page(listed, last);
        }
        last = label.isEmpty() ? LabelKeys.entityOf(cursor.key()) : LabelKeys.indexed(cursor.key());
        if (label.isEmpty() || LabelCodec.decodeIndexed(cursor.value()).isOn(clock.instant())) {
          listed.add(new Listed(last, labels.kept(last)));
        }
      }
    }
    return new Page(listed, null);
  }

  private static byte[] key(String label, String entityKey) {
    return label.isEmpty() ? LabelKeys.entity(entityKey) : LabelKeys.index(label, entityKey);
  }
}
