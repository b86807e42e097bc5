package dev.ferrule.rules.functions;

import org.jspecify.annotations.Nullable;

/**
 * What runs for each event. Thread-safe.
 *
 * <p>Values are: null (None), String, Long, BigInteger (only outside long's range), Double,
 * Boolean, List, Map (a JSON object), {@link dev.ferrule.rules.values.Entity}, {@link
 * dev.ferrule.rules.values.RuleValue}, {@link dev.ferrule.rules.values.TimeDelta}, {@link
 * dev.ferrule.rules.values.ExperimentValue}, {@link dev.ferrule.rules.values.Effect}. A float may
 * arrive as Long or BigInteger, as an int stays an int.
 */
@FunctionalInterface
public interface Body {
  /**
   * @param arguments one for each parameter of the signature in its order, constants and defaults
   *     included, then the extra ones in the order written; neither kept nor changed
   * @return the value, or a {@link dev.ferrule.rules.values.Failure}
   */
  @Nullable Object call(EventContext event, @Nullable Object[] arguments);

  /**
   * Whether a call may wait: for a model, a name server, another process. Events of a set that
   * calls such a function are evaluated many at once, on threads that may block.
   */
  default boolean blocks() {
    return false;
  }

  /** The same body, said to block. */
  static Body blocking(Body body) {
    return new Body() {
      @Override
      public @Nullable Object call(EventContext event, @Nullable Object[] arguments) {
        return body.call(event, arguments);
      }

      @Override
      public boolean blocks() {
        return true;
      }
    };
  }
}
