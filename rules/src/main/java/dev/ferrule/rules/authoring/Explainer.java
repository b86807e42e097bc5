package dev.ferrule.rules.authoring;

import dev.ferrule.rules.authoring.Explanation.Outcome;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.evaluation.EvaluationError;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.interpreter.Walk;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.NodeText;
import dev.ferrule.rules.values.PythonText;
import dev.ferrule.rules.values.PythonValues;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells from one evaluation why each rule fired or did not. Confined. */
public final class Explainer {
  private static final int MOST_DEPTH = 12;
  private static final int MOST_VALUE_CHARS = 120;

  private final CheckedRules rules;
  private final Walk walk;
  private final Map<Node, EvaluationError> errors = new IdentityHashMap<>();

  /** An explainer of what a walk found. */
  public Explainer(CheckedRules rules, Walk walk) {
    this.rules = rules;
    this.walk = walk;
    walk.evaluation().errors().forEach(error -> errors.put(error.at(), error));
  }

  /** Every rule of the set in order, or the one of a name: empty when there is no such rule. */
  public List<Explanation> rules(@Nullable String name) {
    var found = new ArrayList<Explanation>();
    for (var file : rules.files()) {
      for (var statement : file.statements()) {
        if (statement instanceof Node.Assign assign
            && assign.value() instanceof Node.Call call
            && rules.preparedFor(call) instanceof Prepared.Rule rule
            && (name == null || name.equals(rule.name()))) {
          found.add(rule(rule.name(), call));
        }
      }
    }
    return found;
  }

  private Explanation rule(String name, Node.Call call) {
    var conditions = Objects.requireNonNull(call.find("when_all"));
    var description = Objects.requireNonNull(call.find("description"));
    var parts = new ArrayList<Explanation>();
    if (walk.wasReached(call)) {
      if (conditions instanceof Node.ListLiteral list) {
        list.items().forEach(item -> parts.add(explain(item, 0)));
      } else {
        parts.add(explain(conditions, 0));
      }
      if (!walk.hasValue(description)) {
        parts.add(explain(description, 0));
      }
    }
    return new Explanation(name, outcome(call), "", call.span(), parts);
  }

  private Outcome outcome(Node.Expression expression) {
    if (!walk.wasReached(expression)) {
      return Outcome.NOT_REACHED;
    }
    if (!walk.hasValue(expression)) {
      return Outcome.FAILED;
    }
    Object value = PythonValues.unwrap(walk.valueOf(expression));
    return value instanceof Boolean bool ? (bool ? Outcome.TRUE : Outcome.FALSE) : Outcome.VALUE;
  }

  private Explanation explain(Node.Expression expression, int depth) {
    Outcome outcome = outcome(expression);
    var parts = new ArrayList<Explanation>();
    if (depth < MOST_DEPTH && outcome != Outcome.NOT_REACHED) {
      for (var part : partsOf(expression)) {
        if (!(part instanceof Node.Literal) || part instanceof Node.FormatText) {
          parts.add(explain(part, depth + 1));
        }
      }
    }
    return new Explanation(
        NodeText.print(expression), outcome, shown(expression, outcome), expression.span(), parts);
  }

  private String shown(Node.Expression expression, Outcome outcome) {
    return switch (outcome) {
      case TRUE, FALSE, NOT_REACHED -> "";
      case VALUE -> shorten(PythonText.repr(PythonValues.plain(walk.valueOf(expression))));
      case FAILED -> {
        EvaluationError error = errors.get(expression);
        yield error == null ? "" : shorten(error.message());
      }
    };
  }

  private static String shorten(String text) {
    return text.length() <= MOST_VALUE_CHARS ? text : text.substring(0, MOST_VALUE_CHARS) + "...";
  }

  /* What decides the expression. A plain value that did not fail needs no further reason. */
  private List<? extends Node.Expression> partsOf(Node.Expression expression) {
    return switch (expression) {
      case Node.Logical logical -> logical.operands();
      case Node.Compare compare -> List.of(compare.left(), compare.right());
      case Node.Unary unary -> List.of(unary.operand());
      case Node.Binary binary -> List.of(binary.left(), binary.right());
      case Node.Call call -> call.arguments().stream().map(Node.Argument::value).toList();
      case Node.FormatText format -> format.names();
      case Node.ListLiteral list -> list.items();
      case Node.Name name ->
          outcome(expression) == Outcome.VALUE
              ? List.of()
              : List.of(rules.definitionOf(name).statement().value());
      case Node.TextLiteral ignored -> List.of();
      case Node.NumberLiteral ignored -> List.of();
      case Node.BoolLiteral ignored -> List.of();
      case Node.NoneLiteral ignored -> List.of();
      case Node.Attribute ignored -> List.of();
    };
  }
}
