package dev.ferrule.rules.evaluation;

import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.values.Failure;

/**
 * An expression that failed in a way that counts.
 *
 * @param at the expression
 * @param failure what went wrong
 */
public record EvaluationError(Node at, Failure failure) {
  /** {@code ValueError: what was wrong}. */
  public String message() {
    return failure.error() + ": " + failure.message();
  }
}
