package dev.ferrule.rules.labels;

import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.LabelStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Labels in memory, for tests, trials and nodes that keep none. Thread-safe; the entities least
 * recently read or changed are forgotten when there are too many. How a change meets what is there
 * is {@link KeptLabels}'s.
 */
public final class MemoryLabels implements Labels {
  private final InstantSource clock;

  /** Guarded by itself. */
  private final Map<String, KeptLabels> byEntity;

  /**
   * @param mostEntities how many entities are remembered
   * @param clock tells what has expired
   */
  public MemoryLabels(int mostEntities, InstantSource clock) {
    this.clock = clock;
    this.byEntity =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, KeptLabels> eldest) {
            return size() > mostEntities;
          }
        };
  }

  @Override
  public EntityLabels read(Entity entity) {
    return kept(entity).current();
  }

  private KeptLabels kept(Entity entity) {
    synchronized (byEntity) {
      var kept = byEntity.get(entity.key());
      return kept == null ? KeptLabels.NONE : kept;
    }
  }

  /** What a label of an entity was before its present state, the latest first. */
  public List<EntityLabels.State> previous(Entity entity, String label) {
    var kept = kept(entity).byName().get(label);
    return kept == null ? List.of() : kept.previous();
  }

  @Override
  public void apply(Effect.LabelChange change, String ruleName, String description, Instant at) {
    if (change.applies()) {
      set(change.entity(), LabelChange.of(change, ruleName, description, at));
    }
  }

  /**
   * Sets a label, as a rule or an operator asks.
   *
   * @param expiresAt when the reason ends, or null
   * @return whether it was taken
   */
  public boolean set(
      Entity entity,
      String label,
      LabelStatus status,
      String reasonName,
      String description,
      Instant at,
      @Nullable Instant expiresAt) {
    return set(entity, new LabelChange(label, status, reasonName, description, at, expiresAt));
  }

  private boolean set(Entity entity, LabelChange change) {
    if (!KeptLabels.accepts(entity, change.label())) {
      return false;
    }
    synchronized (byEntity) {
      var next = kept(entity).with(change, clock.instant());
      if (next != null) {
        byEntity.put(entity.key(), next);
      }
      return next != null;
    }
  }
}
