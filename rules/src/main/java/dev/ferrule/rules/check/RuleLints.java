package dev.ferrule.rules.check;

import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.syntax.Diagnostic.Related;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.NodeParts;
import dev.ferrule.rules.syntax.NodeText;
import dev.ferrule.rules.syntax.Span;
import dev.ferrule.rules.types.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls that can hardly do what their author meant. Confined. */
final class RuleLints {
  /** How far definitions are followed. */
  private static final int DEEPEST = 20;

  private static final Set<String> PATTERNS = Set.of("pattern", "patterns");

  private final CheckedRules rules;
  private final List<Outline> files;
  private final Findings findings;

  RuleLints(CheckedRules rules, List<Outline> files, Findings findings) {
    this.rules = rules;
    this.files = files;
    this.findings = findings;
  }

  void lint() {
    for (var file : files) {
      for (var use : file.calls()) {
        backspaces(use.call());
        entityId(use.call());
        if (rules.preparedFor(use.call()) instanceof Prepared.Rule) {
          repeatedConditions(use.call());
          description(use.call());
        }
      }
    }
  }

  private void backspaces(Node.Call call) {
    for (var parameter : rules.signatureOf(call).parameters()) {
      var argument = call.find(parameter.name());
      if (argument != null && parameter.constant() && PATTERNS.contains(parameter.name())) {
        backspaces(argument);
      }
    }
  }

  private void backspaces(Node.Expression pattern) {
    switch (pattern) {
      case Node.TextLiteral(var text, var span) -> {
        if (text.indexOf('\b') >= 0) {
          findings.warning(
              "backspace-in-pattern",
              "the pattern holds a backspace, so it can hardly match",
              span,
              "`\\b` means a word boundary in a raw string only, as `r'...'`",
              List.of());
        }
      }
      case Node.ListLiteral(var items, _) -> items.forEach(this::backspaces);
      case Node.Name name -> {
        var value = rules.definitionOf(name).statement().value();
        if (!(value instanceof Node.Name)) {
          backspaces(value);
        }
      }
      case Node.Expression _ -> {}
    }
  }

  private void entityId(Node.Call call) {
    if (rules.typeOf(call) instanceof Type.EntityOf(var id)
        && !(id instanceof Type.Union)
        && id != Type.STR
        && id != Type.INT
        && id != Type.ANY) {
      findings.warning(
          "entity-id-type",
          "an entity cannot have an id of type " + id.quoted() + ", so there is never one",
          call.span(),
          "the id must be `str` or `int`",
          List.of());
    }
  }

  private void repeatedConditions(Node.Call rule) {
    var conditions = rule.find("when_all");
    if (conditions instanceof Node.Name name) {
      conditions = rules.definitionOf(name).statement().value();
    }
    if (!(conditions instanceof Node.ListLiteral(var items, _))) {
      return;
    }
    Map<String, Span> seen = new HashMap<>();
    for (var item : items) {
      var earlier = seen.putIfAbsent(NodeText.print(item), item.span());
      if (earlier != null) {
        findings.warning(
            "duplicate-condition",
            "the rule has this condition twice",
            item.span(),
            "delete one of the two, or write the condition that was meant",
            List.of(new Related(earlier, "the same condition")));
      }
    }
  }

  private void description(Node.Call rule) {
    if (!(rule.find("description") instanceof Node.FormatText text)) {
      return;
    }
    var conditions = rule.find("when_all");
    for (var name : text.names()) {
      var statement = rules.definitionOf(name).statement();
      if (mayFail(statement.value())
          && (conditions == null || !failsWithout(conditions, statement, 0))) {
        findings.warning(
            "fallible-description",
            "the rule does not fire when `%s` has no value".formatted(name.identifier()),
            name.span(),
            "a description with a name that failed makes the whole rule fail:\n"
                + "leave the name out, or use one with a default from `ResolveOptional`",
            List.of(new Related(statement.span(), "this can fail")));
      }
    }
  }

  /* Whether an expression fails when an assigned name has no value: then a rule with it among its
   * conditions could not fire anyway. */
  private boolean failsWithout(Node.Expression expression, Node.Assign missing, int depth) {
    if (depth > DEEPEST) {
      return false;
    }
    return switch (expression) {
      case Node.Name name -> {
        var statement = rules.definitionOf(name).statement();
        yield statement == missing || failsWithout(statement.value(), missing, depth + 1);
      }
      case Node.Compare compare ->
          switch (compare.comparator()) {
            case EQUAL, NOT_EQUAL -> false;
            case IN, NOT_IN -> failsWithout(compare.right(), missing, depth + 1);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                failsWithout(compare.left(), missing, depth + 1)
                    || failsWithout(compare.right(), missing, depth + 1);
          };
      case Node.Logical _ -> false;
      case Node.Call call -> {
        for (var parameter : rules.signatureOf(call).parameters()) {
          var argument = call.find(parameter.name());
          if (argument != null
              && !parameter.acceptsNone()
              && failsWithout(argument, missing, depth + 1)) {
            yield true;
          }
        }
        yield false;
      }
      case Node.Binary _, Node.Unary _, Node.ListLiteral _, Node.FormatText _ -> {
        for (var part : NodeParts.of(expression)) {
          if (part instanceof Node.Expression operand
              && failsWithout(operand, missing, depth + 1)) {
            yield true;
          }
        }
        yield false;
      }
      case Node.TextLiteral _,
          Node.NumberLiteral _,
          Node.BoolLiteral _,
          Node.NoneLiteral _,
          Node.Attribute _ ->
          false;
    };
  }

  private boolean mayFail(Node.Expression value) {
    if (!(value instanceof Node.Call call)) {
      return false;
    }
    if (rules.preparedFor(call) instanceof Prepared.JsonRead) {
      return !rules.typeOf(value).isOptional();
    }
    return rules.signatureOf(call).name().equals("ResolveOptional")
        && call.find("default_value") == null;
  }
}
