package dev.ferrule.rules.labels;

import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import java.time.Instant;

/** Where labels of entities are kept. Thread-safe. */
public interface Labels {
  /** All labels of an entity; empty when it has none. */
  EntityLabels read(Entity entity);

  /**
   * Applies one change that {@link Effect.LabelChange#applies applies}, made by a rule at a time.
   */
  void apply(Effect.LabelChange change, String ruleName, String description, Instant at);
}
