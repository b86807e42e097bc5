package dev.ferrule.rules.values;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much the expressions of one event may read and make. Confined to its evaluation.
 *
 * <p>Text counts by its UTF-16 units, whether an operator, an f-string, a function or a read of the
 * event made it; a long int counts as text of the same memory, and so does an item of a list or a
 * field of an object. What is known before any event costs nothing.
 */
public final class TextBudget {
  /** What one event has, in UTF-16 units. */
  public static final int MOST_CHARS = 64 << 20;

  private static final int ITEM_CHARS = 16;
  private static final int BITS_IN_A_CHAR = 16;

  private long leftChars = MOST_CHARS;

  /** Whether there are so many chars left. */
  public boolean has(long chars) {
    return chars <= leftChars;
  }

  /** Takes so many chars, or says that there are not as many left. */
  public boolean take(long chars) {
    boolean enough = has(chars);
    leftChars -= enough ? chars : 0;
    return enough;
  }

  /** Takes what a value costs: the value, or a failure when there is not as much left. */
  public @Nullable Object charge(@Nullable Object value) {
    if (value instanceof String text) {
      return take(text.length()) ? text : exhausted();
    }
    return take(cost(value, leftChars)) ? value : exhausted();
  }

  /* Stops counting where it costs more than is left: lists that share lists may have no end. */
  private static long cost(@Nullable Object value, long leftChars) {
    return switch (value) {
      case String text -> text.length();
      case BigInteger number -> number.bitLength() / BITS_IN_A_CHAR;
      case List<?> list -> {
        long sum = 0;
        for (Object item : list) {
          sum += itemCost(item, leftChars - sum);
          if (sum > leftChars) {
            break;
          }
        }
        yield sum;
      }
      case Map<?, ?> map -> {
        long sum = 0;
        for (var entry : map.entrySet()) {
          sum += itemCost(entry.getKey(), leftChars - sum);
          sum += itemCost(entry.getValue(), leftChars - sum);
          if (sum > leftChars) {
            break;
          }
        }
        yield sum;
      }
      case null, default -> 0;
    };
  }

  /* Truths and rules cost nothing: the conditions of a rule are a list of them, never made. */
  private static long itemCost(@Nullable Object item, long leftChars) {
    return switch (item) {
      case null -> 0;
      case Boolean ignored -> 0;
      case RuleValue ignored -> 0;
      case Effect ignored -> 0;
      default -> ITEM_CHARS + cost(item, leftChars - ITEM_CHARS);
    };
  }

  /** Starts the next event. */
  public void reset() {
    leftChars = MOST_CHARS;
  }

  /** What an expression comes to when there is nothing left. */
  public static Failure exhausted() {
    return Failure.unexpected(
        "MemoryError",
        "expected at most %d chars read and made for one event, found more".formatted(MOST_CHARS));
  }
}
