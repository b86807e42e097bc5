package dev.ferrule.rules.declared;

import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that workers compute. Immutable.
 *
 * @param name as rules call it
 * @param source path of the file of the rule set that defines it, or null when workers bring the
 *     code themselves
 * @param summary one sentence
 * @param result {@code str}, {@code int}, {@code float}, {@code bool}, lists and optionals of those
 * @param timeout from a call to its result, at most {@link DeclaredWorkers#LONGEST_TIMEOUT}
 * @param batch most calls in one batch, at most {@link DeclaredWorkers#MOST_BATCH}
 */
public record WorkerDeclaration(
    String name,
    @Nullable String source,
    String summary,
    List<Parameter> parameters,
    Type result,
    Duration timeout,
    int batch,
    Runs runs) {
  public WorkerDeclaration {
    parameters = List.copyOf(parameters);
  }

  /** Where it is to run. */
  public enum Runs {
    /** In a process of its own. */
    WORKER,
    /** In the node's process, where the node allows that. */
    IN_PROCESS
  }
}
