package dev.ferrule.rules.format;

import dev.ferrule.rules.syntax.Node;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether two trees say the same in different places. Stateless. */
public final class SameTree {
  private SameTree() {}

  /** Whether two nodes are equal but for their spans. */
  public static boolean test(@Nullable Node left, @Nullable Node right) {
    if (left == null || right == null) {
      return left == right;
    }
    return switch (left) {
      case Node.Root root ->
          right instanceof Node.Root other && all(root.statements(), other.statements());
      case Node.Assign(var target, var annotation, var value, _) ->
          right instanceof Node.Assign other
              && test(target, other.target())
              && test(annotation, other.annotation())
              && test(value, other.value());
      case Node.CallStatement(var call, _) ->
          right instanceof Node.CallStatement other && test(call, other.call());
      case Node.Annotation(var name, var variants, _) ->
          right instanceof Node.Annotation other
              && name.equals(other.name())
              && (variants == null
                  ? other.variants() == null
                  : other.variants() != null && all(variants, other.variants()));
      case Node.Argument(var name, var value, _) ->
          right instanceof Node.Argument other
              && name.equals(other.name())
              && test(value, other.value());
      case Node.Expression expression ->
          right instanceof Node.Expression other && expressions(expression, other);
    };
  }

  private static boolean expressions(Node.Expression left, Node.Expression right) {
    return switch (left) {
      case Node.Literal literal -> right instanceof Node.Literal other && literals(literal, other);
      case Node.Name(var identifier, _) ->
          right instanceof Node.Name other && identifier.equals(other.identifier());
      case Node.Attribute(var name, var attribute, _) ->
          right instanceof Node.Attribute other
              && test(name, other.name())
              && attribute.equals(other.attribute());
      case Node.Call(var function, var arguments, _) ->
          right instanceof Node.Call other
              && test(function, other.function())
              && all(arguments, other.arguments());
      case Node.Binary(var first, var operator, var second, _) ->
          right instanceof Node.Binary other
              && operator == other.operator()
              && test(first, other.left())
              && test(second, other.right());
      case Node.Unary(var operator, var operand, _) ->
          right instanceof Node.Unary other
              && operator == other.operator()
              && test(operand, other.operand());
      case Node.Compare(var first, var comparator, var second, _) ->
          right instanceof Node.Compare other
              && comparator == other.comparator()
              && test(first, other.left())
              && test(second, other.right());
      case Node.Logical(var operator, var operands, _) ->
          right instanceof Node.Logical other
              && operator == other.operator()
              && all(operands, other.operands());
    };
  }

  private static boolean literals(Node.Literal left, Node.Literal right) {
    return switch (left) {
      case Node.TextLiteral(var value, _) ->
          right instanceof Node.TextLiteral other && value.equals(other.value());
      case Node.NumberLiteral(var value, _) ->
          right instanceof Node.NumberLiteral other && value.equals(other.value());
      case Node.BoolLiteral(var value, _) ->
          right instanceof Node.BoolLiteral other && value == other.value();
      case Node.NoneLiteral _ -> right instanceof Node.NoneLiteral;
      case Node.ListLiteral(var items, _) ->
          right instanceof Node.ListLiteral other && all(items, other.items());
      case Node.FormatText(var pieces, _, _) ->
          right instanceof Node.FormatText other && pieces(pieces, other.pieces());
    };
  }

  private static boolean pieces(List<Object> left, List<Object> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      boolean same =
          left.get(i) instanceof Node first && right.get(i) instanceof Node second
              ? test(first, second)
              : Objects.equals(left.get(i), right.get(i));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static boolean all(List<? extends Node> left, List<? extends Node> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!test(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }
}
