package dev.ferrule.rules.values;

import dev.ferrule.rules.syntax.Node.BinaryOperator;
import dev.ferrule.rules.syntax.Node.Comparator;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Python's operators on values of any type. Stateless.
 *
 * <p>Every method returns a value or a {@link Failure}; none throws.
 */
public final class PythonValues {
  private PythonValues() {}

  /** Applies an arithmetic operator; text may be added and repeated. */
  public static Object apply(
      BinaryOperator operator, @Nullable Object left, @Nullable Object right, TextBudget budget) {
    if (left != null && right != null && isNumber(left) && isNumber(right)) {
      Object result = PythonNumbers.apply(operator, left, right);
      return result instanceof BigInteger number
          ? Objects.requireNonNull(budget.charge(number))
          : result;
    }
    if (operator == BinaryOperator.ADD && left instanceof String a && right instanceof String b) {
      return budget.take((long) a.length() + b.length()) ? a + b : TextBudget.exhausted();
    }
    if (operator == BinaryOperator.MULTIPLY) {
      if (left instanceof String text && right != null && isInteger(right)) {
        return repeat(text, right, budget);
      }
      if (right instanceof String text && left != null && isInteger(left)) {
        return repeat(text, left, budget);
      }
    }
    return PythonNumbers.unsupported(
        operator, left == null ? "None" : left, right == null ? "None" : right);
  }

  private static Object repeat(String text, Object times, TextBudget budget) {
    if (times instanceof BigInteger huge) {
      return huge.signum() < 0 || text.isEmpty() ? "" : TextBudget.exhausted();
    }
    long count = Math.max(0, times instanceof Boolean b ? (b ? 1 : 0) : (long) times);
    if (text.isEmpty() || count == 0) {
      return "";
    }
    if (count > TextBudget.MOST_CHARS || !budget.take(count * text.length())) {
      return TextBudget.exhausted();
    }
    return text.repeat((int) count);
  }

  /** Whether the value is a number; bools are, in Python. */
  public static boolean isNumber(@Nullable Object value) {
    return value instanceof Number || value instanceof Boolean;
  }

  private static boolean isInteger(@Nullable Object value) {
    return value instanceof Long || value instanceof BigInteger || value instanceof Boolean;
  }

  /** Compares two values; None is neither less nor greater than anything. */
  public static Object compare(
      Comparator comparator, @Nullable Object left, @Nullable Object right) {
    return switch (comparator) {
      case EQUAL -> equal(left, right);
      case NOT_EQUAL -> !equal(left, right);
      case IN -> contains(left, right);
      case NOT_IN ->
          contains(left, right) instanceof Boolean found ? !found : contains(left, right);
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> ordered(comparator, left, right);
    };
  }

  private static Object ordered(
      Comparator comparator, @Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return false;
    }
    int order;
    if (isNumber(left) && isNumber(right)) {
      order = PythonNumbers.compare(left, right);
    } else if (left instanceof String a && right instanceof String b) {
      order = compareText(a, b);
    } else {
      return Failure.unexpected(
          "TypeError",
          "'%s' not supported between instances of '%s' and '%s'"
              .formatted(comparator.symbol(), typeName(left), typeName(right)));
    }
    return order != PythonNumbers.UNORDERED
        && switch (comparator) {
          case LESS -> order < 0;
          case LESS_OR_EQUAL -> order <= 0;
          case GREATER -> order > 0;
          case GREATER_OR_EQUAL -> order >= 0;
          case EQUAL, NOT_EQUAL, IN, NOT_IN -> throw new AssertionError(comparator);
        };
  }

  /** By code points. */
  public static int compareText(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    for (int i = 0; i < shorter; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean astralX = Character.isSurrogate(x);
        return astralX == Character.isSurrogate(y) ? x - y : astralX ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }

  /** {@code left == right}. */
  public static boolean equal(@Nullable Object left, @Nullable Object right) {
    if (left == right) {
      return !(left instanceof Double d && d.isNaN());
    }
    if (left == null || right == null) {
      return false;
    }
    if (left instanceof String || right instanceof String) {
      return left.equals(right);
    }
    if (isNumber(left) && isNumber(right)) {
      return PythonNumbers.compare(left, right) == 0;
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      if (a.size() != b.size()) {
        return false;
      }
      for (int i = 0; i < a.size(); i++) {
        if (!equal(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
      return a.size() == b.size()
          && a.entrySet().stream()
              .allMatch(e -> b.containsKey(e.getKey()) && equal(e.getValue(), b.get(e.getKey())));
    }
    if (left instanceof Entity a && right instanceof Entity b) {
      return a.type().equals(b.type()) && equal(a.id(), b.id());
    }
    return left.equals(right);
  }

  /** {@code left in right}; None is in nothing but a list that holds it. */
  public static Object contains(@Nullable Object left, @Nullable Object right) {
    if (right == null) {
      return left == null;
    }
    if (right instanceof List<?> list) {
      for (Object item : list) {
        if (equal(left, item)) {
          return true;
        }
      }
      return false;
    }
    if (left == null) {
      return false;
    }
    if (right instanceof String text) {
      return left instanceof String part
          ? (Object) TextSearch.contains(text, part)
          : Failure.unexpected(
              "TypeError", "'in <string>' requires string as left operand, not " + typeName(left));
    }
    if (right instanceof Map<?, ?> map) {
      return map.containsKey(left);
    }
    return Failure.unexpected(
        "TypeError", "argument of type '%s' is not iterable".formatted(typeName(right)));
  }

  /** Whether Python takes the value for true. */
  public static boolean isTrue(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean bool -> bool;
      case Long number -> number != 0;
      case Double number -> number != 0;
      case String text -> !text.isEmpty();
      case List<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> true;
    };
  }

  /** What a rule, entity, time delta or experiment is where a plain value is wanted. */
  public static @Nullable Object unwrap(@Nullable Object value) {
    return switch (value) {
      case RuleValue rule -> rule.value();
      case Entity entity -> entity.id();
      case TimeDelta delta -> delta.seconds();
      case ExperimentValue experiment -> {
        var list = new ArrayList<Object>();
        list.add(experiment.name());
        list.add(experiment.entityId());
        list.add(experiment.entityType());
        list.add(experiment.bucket());
        list.add(Integer.toString(experiment.bucketIndex()));
        list.add(Long.toString(experiment.version()));
        list.add(Long.toString(experiment.revision()));
        yield list;
      }
      case null, default -> value;
    };
  }

  /**
   * The value as results show it: unwrapped, in lists too; an effect as its text. (Upstream cannot
   * show effects, nor lists of rules.)
   */
  public static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case List<?> list -> {
        boolean same = true;
        var plain = new ArrayList<@Nullable Object>(list.size());
        for (Object item : list) {
          Object shown = plain(item);
          same &= shown == item;
          plain.add(shown);
        }
        // Many names may show one list.
        yield same ? list : plain;
      }
      case Effect effect -> effect.shown();
      case null, default -> unwrap(value);
    };
  }

  /** The name of the value's type in Python. */
  public static String typeName(@Nullable Object value) {
    return switch (value) {
      case null -> "NoneType";
      case Boolean ignored -> "bool";
      case Double ignored -> "float";
      case Number ignored -> "int";
      case String ignored -> "str";
      case List<?> ignored -> "list";
      case Map<?, ?> ignored -> "dict";
      case Entity ignored -> "Entity";
      case RuleValue ignored -> "RuleT";
      case TimeDelta ignored -> "TimeDeltaT";
      case ExperimentValue ignored -> "ExperimentT";
      default -> value.getClass().getSimpleName();
    };
  }
}
