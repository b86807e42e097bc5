package dev.ferrule.rules.functions.additions;

import dev.ferrule.rules.values.Entity;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arguments as Java values. Stateless. */
final class Given {
  private Given() {}

  /** A text, empty for None; an entity is its id. */
  static String text(@Nullable Object argument) {
    return switch (argument) {
      case null -> "";
      case String text -> text;
      case Entity entity -> entity.id().toString();
      default -> argument.toString();
    };
  }

  static boolean flag(@Nullable Object argument) {
    return Boolean.TRUE.equals(argument);
  }

  static List<?> list(@Nullable Object argument) {
    return argument instanceof List<?> list ? list : List.of();
  }

  /** The texts of a list without what is None. */
  static List<String> texts(@Nullable Object argument) {
    var list = list(argument);
    var texts = new ArrayList<String>(list.size());
    for (var item : list) {
      if (item != null) {
        texts.add(text(item));
      }
    }
    return texts;
  }

  /** The integer, or the nearest long to it. */
  static long integer(@Nullable Object argument) {
    return switch (argument) {
      case BigInteger big -> big.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
      case Number number -> number.longValue();
      case null, default -> 0;
    };
  }
}
