package dev.ferrule.rules.functions;

import dev.ferrule.model.json.JsonPath;
import dev.ferrule.rules.regex.PythonRegex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call made ready for evaluation. Immutable. */
public sealed interface Prepared {
  /** {@code Import}: the files whose names become visible, and which run too. */
  record Import(List<String> paths) implements Prepared {}

  /** {@code Require}: runs the file that the argument {@code rule} names, unless there is none. */
  record Require() implements Prepared {}

  /**
   * {@code JsonData} and {@code EntityJson}.
   *
   * @param entityType the type of the entity, null for {@code JsonData}
   */
  record JsonRead(JsonPath path, boolean required, boolean coerce, @Nullable String entityType)
      implements Prepared {}

  /** {@code Rule}, under the name it is assigned to. */
  record Rule(String name) implements Prepared {}

  /** {@code WhenRules}. */
  record WhenRules() implements Prepared {}

  /**
   * A search for a pattern in the text argument {@code target}: patterns over one text share a
   * scan.
   */
  record Search(PythonRegex pattern) implements Prepared {}

  /**
   * Any other function.
   *
   * @param reads what the body asks {@link EventContext#json} for, so that it is read from events
   */
  record Invoke(Body body, List<JsonPath> reads) implements Prepared {
    public Invoke {
      reads = List.copyOf(reads);
    }

    public Invoke(Body body) {
      this(body, List.of());
    }
  }
}
