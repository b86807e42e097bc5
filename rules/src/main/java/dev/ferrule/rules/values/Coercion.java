package dev.ferrule.rules.values;

import dev.ferrule.rules.types.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fits JSON values to annotated types: as they are where the type holds, else through Python's
 * constructor of that type. Stateless.
 */
public final class Coercion {
  /** What {@link #coerce} returns when the type cannot hold the value. */
  public static final Object IMPOSSIBLE = new Object();

  private static final int MOST_DIGITS = 4300;

  private Coercion() {}

  /** Whether the value is of the type as it stands. An int is a float; a bool is no number. */
  public static boolean holds(Type type, @Nullable Object value) {
    return switch (type) {
      case Type.Plain plain ->
          switch (plain) {
            case BOOL -> value instanceof Boolean;
            case INT -> value instanceof Long || value instanceof BigInteger;
            case FLOAT -> value instanceof Number;
            case STR -> value instanceof String;
            case NONE -> value == null;
            case ANY, OBJECT -> true;
            case RULE -> value instanceof RuleValue;
            case TIME_DELTA -> value instanceof TimeDelta;
            case EXPERIMENT -> value instanceof ExperimentValue;
            case EFFECT -> value instanceof Effect;
          };
      case Type.ListOf(Type item) ->
          value instanceof List<?> list && list.stream().allMatch(each -> holds(item, each));
      case Type.Union(List<Type> members) ->
          members.stream().anyMatch(member -> holds(member, value));
      case Type.EntityOf(Type id) -> value instanceof Entity entity && holds(id, entity.id());
      case Type.Variable ignored -> true;
    };
  }

  /**
   * The value fitted to the type.
   *
   * @return the value, {@link #IMPOSSIBLE}, or a {@link Failure} for a number out of range
   */
  public static @Nullable Object coerce(Type type, @Nullable Object value) {
    if (holds(type, value)) {
      return value;
    }
    return switch (type) {
      case Type.Plain plain -> construct(plain, value);
      case Type.ListOf(Type item) -> {
        if (!(value instanceof List<?> list)) {
          yield IMPOSSIBLE;
        }
        var items = new ArrayList<@Nullable Object>(list.size());
        for (Object each : list) {
          Object coerced = coerce(item, each);
          if (coerced == IMPOSSIBLE || coerced instanceof Failure) {
            yield coerced;
          }
          items.add(coerced);
        }
        yield items;
      }
      case Type.Union(List<Type> members) -> {
        for (Type member : members) {
          Object coerced = coerce(member, value);
          if (coerced != IMPOSSIBLE) {
            yield coerced;
          }
          if (value instanceof String && (member == Type.INT || member == Type.FLOAT)) {
            yield IMPOSSIBLE;
          }
        }
        yield IMPOSSIBLE;
      }
      case Type.EntityOf ignored -> IMPOSSIBLE;
      case Type.Variable ignored -> value;
    };
  }

  private static @Nullable Object construct(Type.Plain type, @Nullable Object value) {
    return switch (type) {
      case BOOL -> PythonValues.isTrue(value);
      case STR -> value == null ? IMPOSSIBLE : PythonText.str(value);
      case INT -> value == null || value instanceof Boolean ? IMPOSSIBLE : toInt(value);
      case FLOAT -> value instanceof String text ? toFloat(text) : IMPOSSIBLE;
      case NONE, ANY, OBJECT, RULE, TIME_DELTA, EXPERIMENT, EFFECT -> IMPOSSIBLE;
    };
  }

  private static Object toInt(Object value) {
    if (value instanceof Double d) {
      if (d.isNaN()) {
        return IMPOSSIBLE;
      }
      if (d.isInfinite()) {
        return Failure.unexpected("OverflowError", "cannot convert float infinity to integer");
      }
      double whole = d < 0 ? Math.ceil(d) : Math.floor(d);
      return Math.abs(whole) < 1e18
          ? (Object) (long) whole
          : PythonNumbers.small(new BigDecimal(whole).toBigInteger());
    }
    return value instanceof String text ? parseInt(text) : IMPOSSIBLE;
  }

  /** {@code int(text)}: a Long, a BigInteger, or {@link #IMPOSSIBLE}. */
  public static Object parseInt(String text) {
    String digits = plainNumber(text);
    int start = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
    if (digits.length() == start || digits.length() - start > MOST_DIGITS) {
      return IMPOSSIBLE;
    }
    for (int i = start; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return IMPOSSIBLE;
      }
    }
    return digits.length() < 19
        ? (Object) Long.parseLong(digits)
        : PythonNumbers.small(new BigInteger(digits));
  }

  /** {@code float(text)}: a Double, or {@link #IMPOSSIBLE}. */
  public static Object toFloat(String text) {
    String plain = plainNumber(text);
    int start = plain.startsWith("-") || plain.startsWith("+") ? 1 : 0;
    String word = plain.substring(start).toLowerCase(java.util.Locale.ROOT);
    double sign = plain.startsWith("-") ? -1 : 1;
    if (word.equals("inf") || word.equals("infinity")) {
      return sign * Double.POSITIVE_INFINITY;
    }
    if (word.equals("nan")) {
      return Double.NaN;
    }
    boolean digit = false;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      digit |= c >= '0' && c <= '9';
      if ((c < '0' || c > '9') && c != '.' && c != 'e' && c != '+' && c != '-') {
        return IMPOSSIBLE;
      }
    }
    if (!digit) {
      return IMPOSSIBLE;
    }
    try {
      return Double.parseDouble(plain);
    } catch (NumberFormatException e) {
      return IMPOSSIBLE;
    }
  }

  /* Python's numbers may be surrounded by white space, have single underscores between digits, and
   * be written in the decimal digits of any script. The result is ASCII, or unparsable. */
  private static String plainNumber(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    var out = new StringBuilder(end - start);
    for (int i = start; i < end; ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (c == '_') {
        boolean between =
            i > start
                && next < end
                && Character.isDigit(text.codePointBefore(i))
                && Character.isDigit(text.codePointAt(next));
        if (!between) {
          return "?";
        }
      } else if (Character.isDigit(c)) {
        out.append((char) ('0' + Character.digit(c, 10)));
      } else {
        out.appendCodePoint(c);
      }
      i = next;
    }
    return out.toString();
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
