package dev.ferrule.rules.evaluation;

import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.NodeParts;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Coercion;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.PythonNumbers;
import dev.ferrule.rules.values.PythonText;
import dev.ferrule.rules.values.PythonValues;
import dev.ferrule.rules.values.TextBudget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which expressions are known before any event, and their values. Immutable.
 *
 * <p>All are computed when it is made, in the order of the files, so that every engine takes the
 * same expressions for known, also where there is more than it keeps.
 */
public final class Constants {
  /** Stands for an expression that depends on the event, or fails. */
  private static final Object UNKNOWN = new Object();

  /* What is folded costs memory for as long as the set lives, so large texts are left to events. */
  private static final int MOST_CHARS = 1 << 16;

  private final CheckedRules rules;
  private final Map<Node.Expression, @Nullable Object> known = new IdentityHashMap<>();
  private final TextBudget budget = new TextBudget();

  /** The constants of a set. */
  public Constants(CheckedRules rules) {
    this.rules = rules;
    for (var file : rules.files()) {
      for (var statement : file.statements()) {
        NodeParts.of(statement).forEach(this::computeAll);
      }
    }
  }

  private void computeAll(Node node) {
    if (node instanceof Node.Expression expression) {
      valueOf(expression);
    }
    NodeParts.of(node).forEach(this::computeAll);
  }

  /** Whether the value is the same for all events. */
  public boolean isConstant(Node.Expression expression) {
    return valueOf(expression) != UNKNOWN;
  }

  /** The value of a {@link #isConstant constant} expression, before unwrapping. */
  public @Nullable Object valueOf(Node.Expression expression) {
    if (known.containsKey(expression)) {
      return known.get(expression);
    }
    Object value = compute(expression);
    boolean large = value instanceof String text && text.length() > MOST_CHARS;
    if (value instanceof Failure || (large && !(expression instanceof Node.TextLiteral))) {
      value = UNKNOWN;
    }
    known.put(expression, value);
    return value;
  }

  /** The value as its user sees it. */
  public @Nullable Object operand(Node.Expression expression) {
    Object value = valueOf(expression);
    return value != UNKNOWN && rules.unwraps(expression) ? PythonValues.unwrap(value) : value;
  }

  private @Nullable Object compute(Node.Expression expression) {
    return switch (expression) {
      case Node.TextLiteral(String value, var ignored) -> value;
      case Node.NumberLiteral(Number value, var ignored) -> value;
      case Node.BoolLiteral(boolean value, var ignored) -> value;
      case Node.NoneLiteral ignored -> null;
      case Node.Name name -> valueOf(rules.definitionOf(name).statement().value());
      case Node.ListLiteral list -> list(list);
      case Node.FormatText format -> format(format);
      case Node.Unary unary -> unary(unary);
      case Node.Binary binary -> {
        Object left = operand(binary.left());
        Object right = operand(binary.right());
        yield left == UNKNOWN || right == UNKNOWN
            ? UNKNOWN
            : PythonValues.apply(binary.operator(), left, right, budget);
      }
      case Node.Compare compare -> {
        Object left = operand(compare.left());
        Object right = operand(compare.right());
        yield left == UNKNOWN || right == UNKNOWN
            ? UNKNOWN
            : PythonValues.compare(compare.comparator(), left, right);
      }
      case Node.Logical logical -> logical(logical);
      case Node.Call call ->
          rules.preparedFor(call) instanceof Prepared.Invoke invoke
              ? invoke(call, invoke)
              : UNKNOWN;
      case Node.Attribute ignored -> UNKNOWN;
    };
  }

  private Object list(Node.ListLiteral list) {
    var items = new ArrayList<@Nullable Object>();
    for (var item : list.items()) {
      Object value = operand(item);
      if (value == UNKNOWN) {
        return UNKNOWN;
      }
      items.add(value);
    }
    return budget.charge(items) instanceof Failure ? UNKNOWN : Collections.unmodifiableList(items);
  }

  private Object format(Node.FormatText format) {
    var out = new StringBuilder();
    for (Object piece : format.pieces()) {
      if (piece instanceof Node.Name name) {
        Object value = operand(name);
        if (value == UNKNOWN) {
          return UNKNOWN;
        }
        out.append(PythonText.str(value));
      } else {
        out.append(piece);
      }
      if (out.length() > MOST_CHARS) {
        return UNKNOWN;
      }
    }
    return Objects.requireNonNull(budget.charge(out.toString()));
  }

  private Object unary(Node.Unary unary) {
    Object value = operand(unary.operand());
    if (value == UNKNOWN) {
      return UNKNOWN;
    }
    return switch (unary.operator()) {
      case NOT -> !PythonValues.isTrue(value);
      case NEGATE ->
          PythonValues.isNumber(value)
              ? Objects.requireNonNull(
                  budget.charge(PythonNumbers.negate(Objects.requireNonNull(value))))
              : UNKNOWN;
    };
  }

  private Object logical(Node.Logical logical) {
    boolean and = logical.operator() == Node.LogicalOperator.AND;
    boolean result = and;
    for (var operand : logical.operands()) {
      Object value = operand(operand);
      if (value == UNKNOWN) {
        return UNKNOWN;
      }
      boolean truth = PythonValues.isTrue(value);
      result = and ? result && truth : result || truth;
    }
    return result;
  }

  private @Nullable Object invoke(Node.Call call, Prepared.Invoke invoke) {
    Signature signature = rules.signatureOf(call);
    if (signature.purity() != Signature.Purity.PURE || signature.extra() != null) {
      return UNKNOWN;
    }
    var arguments = new ArrayList<@Nullable Object>();
    for (var parameter : signature.parameters()) {
      var argument = call.find(parameter.name());
      Object value = argument == null ? parameter.defaultValue() : operand(argument);
      if (value == UNKNOWN) {
        return UNKNOWN;
      }
      arguments.add(value);
    }
    Object result = Calls.call(invoke.body(), NoEvent.INSTANCE, arguments.toArray());
    Type type = rules.typeOf(call);
    return type != Type.NONE && Coercion.holds(type, result) ? budget.charge(result) : UNKNOWN;
  }
}
