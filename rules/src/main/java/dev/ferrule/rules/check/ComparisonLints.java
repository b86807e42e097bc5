package dev.ferrule.rules.check;

import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Node.Compare;
import dev.ferrule.rules.syntax.NodeText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Comparisons that come out the same for every event. Confined. */
final class ComparisonLints {
  private final CheckedRules rules;
  private final List<Outline> files;
  private final Findings findings;

  ComparisonLints(CheckedRules rules, List<Outline> files, Findings findings) {
    this.rules = rules;
    this.files = files;
    this.findings = findings;
  }

  void lint() {
    for (var file : files) {
      file.comparisons().forEach(this::lint);
    }
  }

  private void lint(Compare compare) {
    var left = literal(compare.left());
    var right = literal(compare.right());
    Boolean always = null;
    String why = "both sides are constants";
    if (left != null && right != null) {
      always = result(compare.comparator(), Constants.value(left), Constants.value(right));
    } else if (isPlain(compare.left())
        && NodeText.print(compare.left()).equals(NodeText.print(compare.right()))) {
      always = ofEqual(compare.comparator());
      why = "both sides are the same";
    }
    if (always != null) {
      findings.warning(
          "constant-comparison",
          "comparison will always result in `%s`".formatted(always ? "True" : "False"),
          compare.span(),
          why,
          List.of());
    }
  }

  /** Whether an expression has the same value each time it is computed. */
  private static boolean isPlain(Node.Expression expression) {
    return expression instanceof Node.Name || expression instanceof Node.FormatText;
  }

  private Node.@Nullable Expression literal(Node.Expression expression) {
    var value =
        expression instanceof Node.Name name
            ? rules.definitionOf(name).statement().value()
            : expression;
    if (value instanceof Node.ListLiteral(var items, _)) {
      return items.stream().allMatch(ComparisonLints::isSingle) ? value : null;
    }
    return isSingle(value) ? value : null;
  }

  private static boolean isSingle(Node.Expression expression) {
    return (expression instanceof Node.Unary(var operator, Node.NumberLiteral _, _)
            && operator == Node.UnaryOperator.NEGATE)
        || (Constants.isLiteral(expression) && !(expression instanceof Node.ListLiteral));
  }

  private static @Nullable Boolean ofEqual(Node.Comparator comparator) {
    return switch (comparator) {
      case EQUAL -> true;
      case NOT_EQUAL -> false;
      // A value that is not there fails both, so only these never hold.
      case LESS, GREATER -> false;
      case LESS_OR_EQUAL, GREATER_OR_EQUAL, IN, NOT_IN -> null;
    };
  }

  private static @Nullable Boolean result(
      Node.Comparator comparator, @Nullable Object left, @Nullable Object right) {
    return switch (comparator) {
      case EQUAL -> same(left, right);
      case NOT_EQUAL -> !same(left, right);
      case IN -> contains(right, left);
      case NOT_IN -> {
        var contains = contains(right, left);
        yield contains == null ? null : (Boolean) !contains;
      }
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          (left instanceof Number a && right instanceof Number b)
              ? (Boolean) ordered(comparator, exact(a).compareTo(exact(b)))
              : null;
    };
  }

  private static boolean ordered(Node.Comparator comparator, int order) {
    return switch (comparator) {
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
      case EQUAL, NOT_EQUAL, IN, NOT_IN -> false;
    };
  }

  private static @Nullable Boolean contains(@Nullable Object whole, @Nullable Object part) {
    return switch (whole) {
      case String text when part instanceof String inner -> text.contains(inner);
      case List<?> items -> items.stream().anyMatch(item -> same(item, part));
      case null, default -> null;
    };
  }

  private static boolean same(@Nullable Object a, @Nullable Object b) {
    return (a instanceof Number x && b instanceof Number y)
        ? exact(x).compareTo(exact(y)) == 0
        : Objects.equals(a, b);
  }

  private static BigDecimal exact(Number number) {
    return switch (number) {
      case Double real when real.isNaN() || real.isInfinite() ->
          BigDecimal.valueOf(real > 0 ? Double.MAX_VALUE : -Double.MAX_VALUE).scaleByPowerOfTen(9);
      case Double real -> new BigDecimal(real);
      case BigInteger big -> new BigDecimal(big);
      default -> BigDecimal.valueOf(number.longValue());
    };
  }
}
