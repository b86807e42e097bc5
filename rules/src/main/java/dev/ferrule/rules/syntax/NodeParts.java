package dev.ferrule.rules.syntax;

import java.util.List;

/** The nodes right below a node. Stateless. */
public final class NodeParts {
  private NodeParts() {}

  /** Statements of a file, operands, items and arguments; a name or literal has none. */
  public static List<? extends Node> of(Node node) {
    return switch (node) {
      case Node.Assign assign -> List.of(assign.value());
      case Node.CallStatement statement -> List.of(statement.call());
      case Node.ListLiteral list -> list.items();
      case Node.FormatText format -> format.names();
      case Node.Call call -> call.arguments().stream().map(Node.Argument::value).toList();
      case Node.Binary binary -> List.of(binary.left(), binary.right());
      case Node.Unary unary -> List.of(unary.operand());
      case Node.Compare compare -> List.of(compare.left(), compare.right());
      case Node.Logical logical -> logical.operands();
      case Node.Root root -> root.statements();
      case Node.Annotation ignored -> List.of();
      case Node.Argument argument -> List.of(argument.value());
      case Node.Name ignored -> List.of();
      case Node.Attribute ignored -> List.of();
      case Node.TextLiteral ignored -> List.of();
      case Node.NumberLiteral ignored -> List.of();
      case Node.BoolLiteral ignored -> List.of();
      case Node.NoneLiteral ignored -> List.of();
    };
  }
}
