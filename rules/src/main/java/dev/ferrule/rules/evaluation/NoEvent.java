package dev.ferrule.rules.evaluation;

import dev.ferrule.rules.functions.EventContext;
import dev.ferrule.rules.labels.Labels;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.random.RandomGenerator;

/** The event of a call that is computed ahead of all events: there is none. */
enum NoEvent implements EventContext {
  INSTANCE;

  private static IllegalStateException none() {
    return new IllegalStateException("expected a function of its arguments alone to ask no event");
  }

  @Override
  public String actionName() {
    throw none();
  }

  @Override
  public long actionId() {
    throw none();
  }

  @Override
  public OffsetDateTime actionTime() {
    throw none();
  }

  @Override
  public Instant now() {
    throw none();
  }

  @Override
  public Labels labels() {
    throw none();
  }

  @Override
  public RandomGenerator random() {
    throw none();
  }
}
