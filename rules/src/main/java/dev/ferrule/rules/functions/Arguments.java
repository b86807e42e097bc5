package dev.ferrule.rules.functions;

import dev.ferrule.rules.values.TimeDelta;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of a call as what its signature says they are. Stateless.
 *
 * <p>The checks of a rule set have seen to the types, so an argument of another type is a defect of
 * the caller and throws.
 */
public final class Arguments {
  private Arguments() {}

  public static String text(@Nullable Object[] arguments, int index) {
    return (String) Objects.requireNonNull(arguments[index]);
  }

  public static boolean flag(@Nullable Object[] arguments, int index) {
    return (Boolean) Objects.requireNonNull(arguments[index]);
  }

  public static List<?> list(@Nullable Object[] arguments, int index) {
    return (List<?>) Objects.requireNonNull(arguments[index]);
  }

  /** A Long, or a BigInteger outside its range. */
  public static Number integer(@Nullable Object[] arguments, int index) {
    return (Number) Objects.requireNonNull(arguments[index]);
  }

  public static TimeDelta timeDelta(@Nullable Object[] arguments, int index) {
    return (TimeDelta) Objects.requireNonNull(arguments[index]);
  }

  /** The integer, or the nearest long to it. */
  public static long clamped(Number number) {
    if (number instanceof BigInteger big && big.bitLength() >= Long.SIZE) {
      return big.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return number.longValue();
  }
}
