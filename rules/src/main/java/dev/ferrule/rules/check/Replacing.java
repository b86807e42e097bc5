package dev.ferrule.rules.check;

import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.NodeText;
import java.util.List;

/** Writes statements with another expression in one place, to show what to write. Stateless. */
record Replacing(Node.Expression replaced, Node.Expression replacement) {
  String in(Node.Statement statement) {
    return NodeText.print(
        switch (statement) {
          case Node.CallStatement(var call, _) -> of(call);
          case Node.Assign(var target, var annotation, var value, var span) ->
              new Node.Assign(target, annotation, of(value), span);
        });
  }

  private Node.Expression of(Node.Expression expression) {
    if (expression == replaced) {
      return replacement;
    }
    return switch (expression) {
      case Node.ListLiteral(var items, var span) -> new Node.ListLiteral(all(items), span);
      case Node.Call(var function, var arguments, var span) ->
          new Node.Call(
              function,
              arguments.stream()
                  .map(each -> new Node.Argument(each.name(), of(each.value()), each.span()))
                  .toList(),
              span);
      case Node.Binary(var left, var operator, var right, var span) ->
          new Node.Binary(of(left), operator, of(right), span);
      case Node.Compare(var left, var comparator, var right, var span) ->
          new Node.Compare(of(left), comparator, of(right), span);
      case Node.Unary(var operator, var operand, var span) ->
          new Node.Unary(operator, of(operand), span);
      case Node.Logical(var operator, var operands, var span) ->
          new Node.Logical(operator, all(operands), span);
      case Node.TextLiteral _,
          Node.NumberLiteral _,
          Node.BoolLiteral _,
          Node.NoneLiteral _,
          Node.FormatText _,
          Node.Name _,
          Node.Attribute _ ->
          expression;
    };
  }

  private List<Node.Expression> all(List<Node.Expression> expressions) {
    return expressions.stream().map(this::of).toList();
  }
}
