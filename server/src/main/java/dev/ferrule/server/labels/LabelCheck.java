package dev.ferrule.server.labels;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import java.util.Arrays;
import java.util.Objects;

/** Judges the tables of labels: each entry by its codec, and the index against the entities. */
public final class LabelCheck {
  private final Store store;

  public LabelCheck(Store store) {
    this.store = store;
  }

  /** An entry of {@link Table#LABELS}. */
  public void label(byte[] key, byte[] value) {
    switch (key.length == 0 ? 0 : key[0]) {
      case 'e' -> entity(LabelKeys.entityOf(key), value);
      case 'i' -> {
        LabelCodec.decodeIndexed(value);
        requireEntity(LabelKeys.indexed(key));
      }
      case 'h' -> {
        LabelCodec.decodeHistory(value);
        LabelKeys.number(key);
      }
      default -> throw corrupt("expected an entity, an index or a history, found another key");
    }
  }

  private void entity(String entityKey, byte[] value) {
    LabelCodec.decodeEntity(value)
        .labels()
        .byName()
        .forEach((label, kept) -> {
          byte[] indexed = store.find(Table.LABELS, LabelKeys.index(label, entityKey));
          if (indexed == null
              || !LabelCodec.decodeIndexed(indexed).equals(LabelCodec.Indexed.of(kept.state()))) {
            throw corrupt("expected the index to have the label %s as it is".formatted(label));
          }
        });
  }

  private void requireEntity(String entityKey) {
    if (store.find(Table.LABELS, LabelKeys.entity(entityKey)) == null) {
      throw corrupt("expected an entity for the index, found none");
    }
  }

  /** An entry of {@link Table#DELAYED_LABELS}. */
  public void delayed(byte[] key, byte[] value) {
    if (key.length > 0 && key[0] == 'e') {
      if (store.find(Table.DELAYED_LABELS, LabelKeys.dueOf(key)) == null) {
        throw corrupt("expected a delayed change for the entity, found none");
      }
      return;
    }
    LabelKeys.dueMillis(key);
    var delayed = LabelCodec.decodeDelayed(value);
    byte[] other = store.find(Table.DELAYED_LABELS, LabelKeys.delayed(delayed.entityKey(), key));
    if (!Arrays.equals(Objects.requireNonNullElse(other, key), new byte[0])) {
      throw corrupt("expected the delayed change to be found by its entity");
    }
  }

  private static FerruleException corrupt(String message) {
    return new FerruleException(ErrorCode.STORE_CORRUPT, message);
  }
}
