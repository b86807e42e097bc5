package dev.ferrule.engine;

import dev.ferrule.rules.evaluation.EventClock;
import dev.ferrule.rules.labels.EntityLabels;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * What an evaluation needs from outside, by the thread that it runs on: so one compiled set serves
 * many batches, each with labels and a time of its own. Thread-safe.
 */
final class Scopes implements Labels, InstantSource {
  /** For sets whose rules read no labels: changes are told in results, and go nowhere. */
  static final Labels NO_LABELS =
      new Labels() {
        @Override
        public EntityLabels read(Entity entity) {
          return EntityLabels.NONE;
        }

        @Override
        public void apply(
            Effect.LabelChange change, String ruleName, String description, Instant at) {}
      };

  /** The time and the labels of one batch on one thread. */
  record Scope(EventClock clock, Labels labels) {}

  private static final ThreadLocal<Scope> CURRENT = new ThreadLocal<>();

  void enter(Scope scope) {
    CURRENT.set(scope);
  }

  void leave() {
    CURRENT.remove();
  }

  private Scope scope() {
    return Objects.requireNonNull(CURRENT.get(), "an evaluation has entered its scope");
  }

  @Override
  public Instant instant() {
    return scope().clock().instant();
  }

  @Override
  public EntityLabels read(Entity entity) {
    return scope().labels().read(entity);
  }

  @Override
  public void apply(Effect.LabelChange change, String ruleName, String description, Instant at) {
    scope().labels().apply(change, ruleName, description, at);
  }
}
