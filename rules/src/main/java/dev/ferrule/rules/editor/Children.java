package dev.ferrule.rules.editor;

import dev.ferrule.rules.syntax.Node;
import java.util.List;

/** The expressions right within an expression. Stateless. */
final class Children {
  private Children() {}

  /** In the order written; of a call, the arguments alone. */
  static List<? extends Node.Expression> of(Node.Expression expression) {
    return switch (expression) {
      case Node.Call call -> call.arguments().stream().map(Node.Argument::value).toList();
      case Node.Attribute attribute -> List.of(attribute.name());
      case Node.ListLiteral(var items, _) -> items;
      case Node.FormatText text -> text.names();
      case Node.Binary(var left, _, var right, _) -> List.of(left, right);
      case Node.Compare(var left, _, var right, _) -> List.of(left, right);
      case Node.Unary(_, var operand, _) -> List.of(operand);
      case Node.Logical(_, var operands, _) -> operands;
      case Node.Name _,
          Node.TextLiteral _,
          Node.NumberLiteral _,
          Node.BoolLiteral _,
          Node.NoneLiteral _ ->
          List.of();
    };
  }
}
