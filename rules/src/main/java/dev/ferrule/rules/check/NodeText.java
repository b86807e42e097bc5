package dev.ferrule.rules.check;

import dev.ferrule.rules.syntax.Node;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a part of the tree back as text, for hints that show what to write instead. Stateless.
 */
final class NodeText {
  private final Node.@Nullable Expression replaced;
  private final Node.@Nullable Expression replacement;

  private NodeText(
      Node.@Nullable Expression replaced, Node.@Nullable Expression replacement) {
    this.replaced = replaced;
    this.replacement = replacement;
  }

  static String of(Node.Expression expression) {
    return new NodeText(null, null).text(expression);
  }

  /** A statement with another expression in the place of one of its own. */
  static String with(
      Node.Statement statement, Node.Expression replaced, Node.Expression replacement) {
    return new NodeText(replaced, replacement).text(statement);
  }

  /** The name that messages have for a kind of expression. */
  static String kind(Node.Expression expression) {
    return switch (expression) {
      case Node.TextLiteral _ -> "String";
      case Node.NumberLiteral _ -> "Number";
      case Node.BoolLiteral _ -> "Boolean";
      case Node.NoneLiteral _ -> "None_";
      case Node.ListLiteral _ -> "List";
      case Node.FormatText _ -> "FormatString";
      case Node.Name _ -> "Name";
      case Node.Attribute _ -> "Attribute";
      case Node.Call _ -> "Call";
      case Node.Binary _ -> "BinaryOperation";
      case Node.Unary _ -> "UnaryOperation";
      case Node.Compare _ -> "BinaryComparison";
      case Node.Logical _ -> "BooleanOperation";
    };
  }

  private String text(Node.Statement statement) {
    return switch (statement) {
      case Node.CallStatement(var call, _) -> text(call);
      case Node.Assign(var target, var annotation, var value, _) ->
          target.identifier()
              + (annotation == null ? "" : ": " + text(annotation))
              + " = "
              + text(value);
    };
  }

  private static String text(Node.Annotation annotation) {
    var variants = annotation.variants();
    return variants == null
        ? annotation.name()
        : annotation.name()
            + variants.stream().map(NodeText::text).collect(Collectors.joining(", ", "[", "]"));
  }

  private String text(Node.Expression expression) {
    if (expression == replaced && replacement != null) {
      return of(replacement);
    }
    return switch (expression) {
      case Node.TextLiteral(var value, _) -> quoted(value);
      case Node.NumberLiteral(var value, _) -> number(value);
      case Node.BoolLiteral(var value, _) -> value ? "True" : "False";
      case Node.NoneLiteral _ -> "None";
      case Node.ListLiteral(var items, _) -> "[" + joined(items, ", ") + "]";
      case Node.FormatText text -> "f" + quoted(text.format());
      case Node.Name(var identifier, _) -> identifier;
      case Node.Attribute(var name, var attribute, _) -> name.identifier() + "." + attribute;
      case Node.Call(var function, var arguments, _) ->
          text(function)
              + arguments.stream()
                  .map(argument -> argument.name() + "=" + text(argument.value()))
                  .collect(Collectors.joining(", ", "(", ")"));
      case Node.Binary(var left, var operator, var right, _) ->
          "(" + text(left) + " " + operator.symbol() + " " + text(right) + ")";
      case Node.Unary(var operator, var operand, _) ->
          "(" + operator.symbol() + " " + text(operand) + ")";
      case Node.Compare(var left, var comparator, var right, _) ->
          text(left) + " " + comparator.symbol() + " " + text(right);
      case Node.Logical(var operator, var operands, _) ->
          "(" + joined(operands, " " + operator.symbol() + " ") + ")";
    };
  }

  private String joined(List<Node.Expression> expressions, String separator) {
    return expressions.stream().map(this::text).collect(Collectors.joining(separator));
  }

  private static String number(Number value) {
    return value.toString();
  }

  /** As Python shows a text. */
  static String quoted(String value) {
    char quote = value.indexOf('\'') >= 0 && value.indexOf('"') < 0 ? '"' : '\'';
    var shown = new StringBuilder().append(quote);
    value
        .codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                case '\\' -> shown.append("\\\\");
                default -> {
                  if (point == quote) {
                    shown.append('\\').append(quote);
                  } else if (point < 0x20 || point == 0x7f) {
                    shown.append("\\x%02x".formatted(point));
                  } else {
                    shown.appendCodePoint(point);
                  }
                }
              }
            });
    return shown.append(quote).toString();
  }
}
