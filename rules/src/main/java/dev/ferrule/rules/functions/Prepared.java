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
   * A function that reads the event too.
   *
   * @param path what it reads: the first match, or null, becomes one more argument after those of
   *     the call, as Maps, Lists and plain values
   */
  record InvokeOnJson(JsonPath path, Body body) implements Prepared {}

  /** Any other function. */
  record Invoke(Body body) implements Prepared {}
}
