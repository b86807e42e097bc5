package dev.ferrule.rules.check;

import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Node.BinaryOperator;
import dev.ferrule.rules.syntax.Node.Compare;
import dev.ferrule.rules.types.Fit;
import dev.ferrule.rules.types.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operators with two operands take, and what they return. Confined to the check. */
final class Operators {
  private static final Type NUMBER = new Type.Union(List.of(Type.INT, Type.FLOAT));
  private static final Form WHOLE = new Form(Type.INT, Type.INT, Type.INT);
  private static final Form REAL = new Form(NUMBER, NUMBER, Type.FLOAT);
  private static final Form TEXTS = new Form(Type.STR, Type.STR, Type.STR);
  private static final List<Form> ORDER = List.of(new Form(NUMBER, NUMBER, Type.BOOL));
  private static final List<Form> EQUALITY = List.of(new Form(Type.ANY, Type.ANY, Type.BOOL));
  private static final List<Form> MEMBERSHIP =
      List.of(
          new Form(Type.STR, Type.STR, Type.BOOL),
          new Form(Type.ANY, Type.listOf(Type.ANY), Type.BOOL));

  private final TypeNotes notes;

  Operators(TypeNotes notes) {
    this.notes = notes;
  }

  /** What an operator takes on either side, and what it returns then. */
  private record Form(Type left, Type right, Type result) {}

  /** Both sides, after unwrapping, and the result. */
  private record Match(Type left, Type right, Type result) {}

  Type binary(Node.Binary node, Type left, Type right) {
    Match match = null;
    if (left != Type.ANY && right != Type.ANY) {
      match = match(forms(node.operator()), node.left(), left, node.right(), right);
    }
    return match != null
        ? match.result()
        : unsupported(node, node.operator().symbol(), node.left(), left, node.right(), right);
  }

  Type compare(Compare node, Type left, Type right) {
    var forms =
        switch (node.comparator()) {
          case EQUAL, NOT_EQUAL -> EQUALITY;
          case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> ORDER;
          case IN, NOT_IN -> MEMBERSHIP;
        };
    var match = match(forms, node.left(), left, node.right(), right);
    if (match == null) {
      return unsupported(node, node.comparator().symbol(), node.left(), left, node.right(), right);
    }
    switch (node.comparator()) {
      case EQUAL, NOT_EQUAL -> equality(node, match.left(), match.right());
      case IN, NOT_IN -> {
        if (match.right() instanceof Type.ListOf(var item)) {
          membership(node, match.left(), match.right(), item);
        }
      }
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {}
    }
    return match.result();
  }

  private static List<Form> forms(BinaryOperator operator) {
    return switch (operator) {
      case ADD -> List.of(TEXTS, WHOLE, REAL);
      case MULTIPLY ->
          List.of(
              WHOLE,
              REAL,
              new Form(Type.STR, Type.INT, Type.STR),
              new Form(Type.INT, Type.STR, Type.STR));
      case SUBTRACT, FLOOR_DIVIDE, MODULO, POWER -> List.of(WHOLE, REAL);
      case DIVIDE -> List.of(REAL);
      case SHIFT_LEFT, SHIFT_RIGHT, BIT_OR, BIT_XOR, BIT_AND -> List.of(WHOLE);
    };
  }

  private @Nullable Match match(
      List<Form> forms, Node.Expression left, Type a, Node.Expression right, Type b) {
    for (var form : forms) {
      var fitLeft = Fit.of(a, form.left());
      var fitRight = Fit.of(b, form.right());
      if (fitLeft != Fit.NOT && fitRight != Fit.NOT) {
        return new Match(used(left, a, fitLeft), used(right, b, fitRight), form.result());
      }
    }
    return null;
  }

  private Type used(Node.Expression operand, Type type, Fit fit) {
    var unwrapped = type.unwrapped();
    if (fit != Fit.UNWRAPPED || unwrapped == null) {
      return type;
    }
    notes.unwrap(operand);
    return unwrapped;
  }

  private Type unsupported(
      Node node, String symbol, Node.Expression left, Type a, Node.Expression right, Type b) {
    notes.error(
        "unsupported-operands",
        "unsupported operand types for `%s`".formatted(symbol),
        node,
        "no implementation for `%s %s %s`".formatted(a.display(), symbol, b.display()),
        notes.operands(left, a, right, b));
    return Type.ANY;
  }

  private void equality(Compare node, Type left, Type right) {
    if (left == Type.NONE || right == Type.NONE) {
      return;
    }
    var leftAsRight = Fit.of(left, right);
    var rightAsLeft = Fit.of(right, left);
    if (leftAsRight == Fit.AS_IS || rightAsLeft == Fit.AS_IS) {
      return;
    }
    if (leftAsRight == Fit.UNWRAPPED) {
      notes.unwrap(node.left());
    } else if (rightAsLeft == Fit.UNWRAPPED) {
      notes.unwrap(node.right());
    } else {
      notes.error(
          "incompatible-comparison",
          "left and right sides have incompatible types",
          node,
          always(node.comparator() == Node.Comparator.EQUAL),
          notes.operands(node.left(), left, node.right(), right));
    }
  }

  private void membership(Compare node, Type left, Type right, Type item) {
    var fit = Fit.of(left, item);
    if (fit == Fit.AS_IS || Fit.accepts(item, left)) {
      return;
    }
    if (fit == Fit.UNWRAPPED) {
      notes.unwrap(node.left());
      return;
    }
    var related = notes.operand(node.left(), left, "has type " + left.quoted());
    related.addAll(notes.operand(node.right(), right, "list items have type " + item.quoted()));
    notes.error(
        "incompatible-item",
        "item has incompatible type with list elements",
        node,
        always(node.comparator() == Node.Comparator.IN),
        related);
  }

  private static String always(boolean positive) {
    return "comparison will always result in `%s`".formatted(positive ? "False" : "True");
  }
}
