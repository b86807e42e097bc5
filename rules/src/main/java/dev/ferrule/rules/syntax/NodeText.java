package dev.ferrule.rules.syntax;

import java.util.List;
import java.util.stream.Collectors;

/** Trees as source text, with parentheses wherever an operation has operands. */
public final class NodeText {
  private NodeText() {}

  /** A node as source text. */
  public static String print(Node node) {
    return switch (node) {
      case Node.Root root ->
          root.statements().stream().map(NodeText::print).collect(Collectors.joining("\n"));
      case Node.Assign(var target, var annotation, var value, _) ->
          target.identifier()
              + (annotation == null ? "" : ": " + print(annotation))
              + " = "
              + print(value);
      case Node.CallStatement(var call, _) -> print(call);
      case Node.Annotation(var name, var variants, _) ->
          variants == null ? name : name + "[" + all(variants) + "]";
      case Node.Argument(var name, var value, _) -> name + "=" + print(value);
      case Node.TextLiteral(var value, _) -> PythonText.quoted(value);
      case Node.NumberLiteral(var value, _) -> PythonText.number(value);
      case Node.BoolLiteral(var value, _) -> value ? "True" : "False";
      case Node.NoneLiteral _ -> "None";
      case Node.ListLiteral(var items, _) -> "[" + all(items) + "]";
      case Node.FormatText text -> "f" + PythonText.quoted(text.format());
      case Node.Name(var identifier, _) -> identifier;
      case Node.Attribute(var name, var attribute, _) -> name.identifier() + "." + attribute;
      case Node.Call(var function, var arguments, _) ->
          print(function) + "(" + all(arguments) + ")";
      case Node.Binary(var left, var operator, var right, _) ->
          "(%s %s %s)".formatted(print(left), operator.symbol(), print(right));
      case Node.Unary(var operator, var operand, _) ->
          "(%s %s)".formatted(operator.symbol(), print(operand));
      case Node.Compare(var left, var comparator, var right, _) ->
          "%s %s %s".formatted(print(left), comparator.symbol(), print(right));
      case Node.Logical(var operator, var operands, _) ->
          operands.stream()
              .map(NodeText::print)
              .collect(Collectors.joining(" " + operator.symbol() + " ", "(", ")"));
    };
  }

  private static String all(List<? extends Node> nodes) {
    return nodes.stream().map(NodeText::print).collect(Collectors.joining(", "));
  }
}
