package dev.ferrule.rules.check;

import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Node.BoolLiteral;
import dev.ferrule.rules.syntax.Node.Expression;
import dev.ferrule.rules.syntax.Node.ListLiteral;
import dev.ferrule.rules.syntax.Node.Name;
import dev.ferrule.rules.syntax.Node.NoneLiteral;
import dev.ferrule.rules.syntax.Node.NumberLiteral;
import dev.ferrule.rules.syntax.Node.TextLiteral;
import dev.ferrule.rules.syntax.Node.Unary;
import dev.ferrule.rules.syntax.Node.UnaryOperator;
import dev.ferrule.rules.types.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads arguments that must be literals; a name is followed to its literal, one step. Confined. */
final class Constants {
  private final StoredNames stored;
  private final Findings findings;

  Constants(StoredNames stored, Findings findings) {
    this.stored = stored;
    this.findings = findings;
  }

  /**
   * One constant.
   *
   * @param literal where it is written, which another statement may do
   * @param mistyped whether it is a number of the wrong kind, which the check of types reports
   */
  record Constant(@Nullable Object value, Expression literal, boolean mistyped) {}

  /** The constant, or null when there is none, which is reported. */
  @Nullable Constant read(Expression argument, Type type, String path) {
    var found = follow(argument, path);
    boolean negative = false;
    if (found instanceof Unary(var operator, var operand, _)) {
      if (operator == UnaryOperator.NEGATE && operand instanceof NumberLiteral) {
        found = operand;
        negative = true;
      } else {
        findings.error(
            "unsupported-constant",
            "`%s` not supported in a constant argument".formatted(operator.symbol()),
            found.span(),
            """
            currently only the USub UnaryOperation is supported in arguments
            the operand must be of type `int` or `float`\
            """);
      }
    }
    var mistake = mistake(found, type);
    if (mistake != null) {
      findings.error(
          "invalid-constant",
          "invalid argument type: `%s`".formatted(kind(mistake.found())),
          mistake.found().span(),
          "expected type `%s`".formatted(mistake.expected()));
      return null;
    }
    var value = value(found);
    return new Constant(
        negative ? negated((Number) java.util.Objects.requireNonNull(value)) : value,
        found,
        !fits(value, type));
  }

  private Expression follow(Expression argument, String path) {
    if (!(argument instanceof Name name)) {
      return argument;
    }
    var assign = stored.find(name.identifier(), path);
    if (assign != null && (!name.isLocal() || isLiteral(assign.value()))) {
      return assign.value();
    }
    findings.error(
        "unresolved-constant",
        "name `%s` could not be resolved to a `Literal".formatted(name.identifier()),
        name.span(),
        """
        currently literal resolutions are only one layer deep so you can't do a = b = c = 1
        perhaps variable `%s` is undefined?\
        """
            .formatted(name.identifier()));
    return argument;
  }

  static boolean isLiteral(Expression expression) {
    return expression instanceof Node.Literal && !(expression instanceof Node.FormatText);
  }

  private record Mistake(Expression found, String expected) {}

  private static @Nullable Mistake mistake(Expression found, Type type) {
    var kinds = members(type);
    for (Type kind : kinds) {
      if (kind instanceof Type.ListOf(var item) && found instanceof ListLiteral(var items, _)) {
        for (var each : items) {
          var mistake = mistake(each, item);
          if (mistake != null) {
            return mistake;
          }
        }
        return null;
      }
      if (kind(found).equals(literalKind(kind)) || kind == Type.ANY) {
        return null;
      }
    }
    return new Mistake(found, literalKind(kinds.getFirst()));
  }

  private static List<Type> members(Type type) {
    return type instanceof Type.Union(var members) ? members : List.of(type);
  }

  private static String literalKind(Type type) {
    return switch (type) {
      case Type.ListOf _ -> "List";
      case Type.Plain plain ->
          switch (plain) {
            case STR -> "String";
            case INT, FLOAT -> "Number";
            case BOOL -> "Boolean";
            case NONE -> "None_";
            case ANY, OBJECT, RULE, TIME_DELTA, EXPERIMENT, EFFECT -> "Literal";
          };
      case Type.Union _, Type.EntityOf _, Type.Variable _ -> "Literal";
    };
  }

  /** The value of a literal: null for anything else. */
  static @Nullable Object value(Expression literal) {
    return switch (literal) {
      case TextLiteral(var text, _) -> text;
      case NumberLiteral(var number, _) -> number;
      case BoolLiteral(var flag, _) -> flag;
      case ListLiteral(var items, _) -> {
        List<@Nullable Object> values = new ArrayList<>();
        items.forEach(item -> values.add(value(item)));
        yield values;
      }
      case Unary(var operator, NumberLiteral(var number, _), _)
          when operator == UnaryOperator.NEGATE ->
          negated(number);
      case NoneLiteral _ -> null;
      case Expression _ -> null;
    };
  }

  /** The name that messages have for a kind of expression. */
  private static String kind(Expression expression) {
    return switch (expression) {
      case TextLiteral _ -> "String";
      case NumberLiteral _ -> "Number";
      case BoolLiteral _ -> "Boolean";
      case NoneLiteral _ -> "None_";
      case ListLiteral _ -> "List";
      case Node.FormatText _ -> "FormatString";
      case Name _ -> "Name";
      case Node.Attribute _ -> "Attribute";
      case Node.Call _ -> "Call";
      case Node.Binary _ -> "BinaryOperation";
      case Unary _ -> "UnaryOperation";
      case Node.Compare _ -> "BinaryComparison";
      case Node.Logical _ -> "BooleanOperation";
    };
  }

  private static boolean fits(@Nullable Object value, Type type) {
    if (value instanceof Double) {
      return members(type).contains(Type.FLOAT) || type == Type.ANY;
    }
    if (value instanceof List<?> list) {
      for (Type kind : members(type)) {
        if (kind instanceof Type.ListOf(var item)
            && !list.stream().allMatch(each -> fits(each, item))) {
          return false;
        }
      }
    }
    return true;
  }

  static Number negated(Number number) {
    return switch (number) {
      case Double real -> -real;
      case BigInteger big -> {
        var negative = big.negate();
        yield negative.bitLength() < Long.SIZE ? (Number) negative.longValue() : negative;
      }
      default ->
          number.longValue() == Long.MIN_VALUE
              ? (Number) BigInteger.valueOf(Long.MIN_VALUE).negate()
              : (Number) (-number.longValue());
    };
  }
}
