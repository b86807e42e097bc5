package dev.ferrule.rules.functions;

import dev.ferrule.rules.labels.Labels;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.random.RandomGenerator;

/** What a function may know of the event being evaluated. Confined to its evaluation. */
public interface EventContext {
  String actionName();

  long actionId();

  /** When the event happened; without an offset in the input it is read as UTC. */
  OffsetDateTime actionTime();

  /** The wall clock. */
  Instant now();

  Labels labels();

  RandomGenerator random();
}
