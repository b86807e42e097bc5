package dev.ferrule.rules.functions;

import dev.ferrule.model.json.JsonPath;
import dev.ferrule.rules.labels.Labels;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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

  /**
   * The first match of a path in the event's public part, as Maps, Lists and plain values; null
   * when there is none, or when {@link Prepared.Invoke} does not name the path.
   */
  default @Nullable Object json(JsonPath path) {
    return null;
  }
}
