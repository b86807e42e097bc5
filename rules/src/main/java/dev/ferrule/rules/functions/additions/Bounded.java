package dev.ferrule.rules.functions.additions;

import dev.ferrule.rules.values.Failure;
import java.util.Collection;
import java.util.List;

/** Results no longer than a rule may make. Stateless. */
final class Bounded {
  /** The most characters of a text, or of all texts of a list with one more for each. */
  static final long MOST_CHARS = 16 << 20;

  private Bounded() {}

  static Object text(String text) {
    return text.length() <= MOST_CHARS ? text : tooLong(text.length());
  }

  static Object list(Collection<?> items) {
    long chars = items.size();
    for (var item : items) {
      chars += item instanceof String text ? text.length() : 8;
    }
    if (chars > MOST_CHARS) {
      return tooLong(chars);
    }
    return items instanceof List<?> list ? list : List.copyOf(items);
  }

  static Failure tooLong(long chars) {
    return Failure.unexpected(
        "MemoryError",
        "expected a result of at most %d characters, found %d".formatted(MOST_CHARS, chars));
  }
}
