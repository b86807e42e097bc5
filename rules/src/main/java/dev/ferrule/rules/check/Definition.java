package dev.ferrule.rules.check;

import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.types.Type;

/**
 * A name that a set defines. Told apart by identity.
 *
 * @param type what it holds, from its annotation or its value
 * @param extracted whether the result shows it
 * @param secret whether its JSON is read from the event's secret part
 */
public record Definition(Node.Assign statement, Type type, boolean extracted, boolean secret) {
  public String name() {
    return statement.target().identifier();
  }
}
