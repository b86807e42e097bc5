package dev.ferrule.rules.evaluation;

import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.EventContext;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.PythonValues;
import org.jspecify.annotations.Nullable;

/** Calls functions so that whatever they do, the rule set goes on. Stateless. */
public final class Calls {
  private Calls() {}

  /** The function's value or Failure; what it throws is a failure too. */
  public static @Nullable Object call(Body body, EventContext event, @Nullable Object[] arguments) {
    try {
      return body.call(event, arguments);
    } catch (RuntimeException e) {
      return Failure.unexpected(e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
    }
  }

  /** The failure of a function that returned another type than it declares. */
  public static Failure wrongResult(Signature signature, Type declared, @Nullable Object result) {
    return Failure.unexpected(
        "InvalidDynamicReturnType",
        "expected %s from function %s, found %s"
            .formatted(declared.display(), signature.name(), PythonValues.typeName(result)));
  }
}
