package dev.ferrule.rules.syntax;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What CPython's messages call expressions, and which of them cannot be assigned to. */
final class Targets {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("Attribute", "attribute"),
          Map.entry("Subscript", "subscript"),
          Map.entry("Starred", "starred"),
          Map.entry("Name", "name"),
          Map.entry("List", "list"),
          Map.entry("Tuple", "tuple"),
          Map.entry("Lambda", "lambda"),
          Map.entry("Call", "function call"),
          Map.entry("BoolOp", "expression"),
          Map.entry("BinOp", "expression"),
          Map.entry("UnaryOp", "expression"),
          Map.entry("GeneratorExp", "generator expression"),
          Map.entry("Yield", "yield expression"),
          Map.entry("YieldFrom", "yield expression"),
          Map.entry("Await", "await expression"),
          Map.entry("ListComp", "list comprehension"),
          Map.entry("SetComp", "set comprehension"),
          Map.entry("DictComp", "dict comprehension"),
          Map.entry("Dict", "dict literal"),
          Map.entry("Set", "set display"),
          Map.entry("JoinedStr", "f-string expression"),
          Map.entry("Compare", "comparison"),
          Map.entry("IfExp", "conditional expression"),
          Map.entry("NamedExpr", "named expression"));

  private Targets() {}

  /** What is done to a target. */
  enum Kind {
    ASSIGNED,
    LOOPED,
    DELETED
  }

  static String name(Py.Expr value) {
    if (value instanceof Py.Constant(var constant, _)) {
      return switch (constant) {
        case Boolean bool -> bool ? "True" : "False";
        case Py.Special(var shown) when shown.equals("None") -> "None";
        case Py.Special(var shown) when shown.equals("Ellipsis") -> "ellipsis";
        default -> "literal";
      };
    }
    return NAMES.getOrDefault(value.type(), "expression");
  }

  /** The first part that cannot be a target, or null. */
  static Py.@Nullable Expr invalid(Py.Expr value, Kind kind) {
    return switch (value) {
      case Py.ListOf(var items, _) -> firstInvalid(items, kind);
      case Py.Tuple(var items, _) -> firstInvalid(items, kind);
      case Py.Starred(var inner, _) -> kind == Kind.DELETED ? value : invalid(inner, kind);
      case Py.Compare compare -> {
        if (kind != Kind.LOOPED) {
          yield value;
        }
        // The `in` of a loop reads as a comparison.
        yield compare.operators().getFirst().equals("in") ? invalid(compare.left(), kind) : null;
      }
      case Py.Name _, Py.Subscript _, Py.Attribute _ -> null;
      case Py.Constant _,
          Py.JoinedStr _,
          Py.BinOp _,
          Py.UnaryOp _,
          Py.BoolOp _,
          Py.Call _,
          Py.Other _ ->
          value;
    };
  }

  private static Py.@Nullable Expr firstInvalid(List<Py.Expr> items, Kind kind) {
    for (var item : items) {
      var found = invalid(item, kind);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
