package dev.ferrule.rules.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tree of Python, with as much of it as the rule language takes or names in its messages. What
 * it does not take is {@link Other} by the name that Python's own tree has for it.
 */
sealed interface Py {
  Span span();

  /** The name of the node in Python's tree. */
  String type();

  /** An expression. */
  sealed interface Expr extends Py {
    @Override
    default String type() {
      return getClass().getSimpleName();
    }
  }

  record Name(String id, Span span) implements Expr {}

  /**
   * @param value a String, a Number, a Boolean, or {@link Special}
   */
  record Constant(Object value, Span span) implements Expr {}

  /** Constants that the rule language does not take, by how Python shows them, and None. */
  record Special(String shown) {
    static final Special NONE = new Special("None");
  }

  /**
   * @param pieces each a String or a {@link FormattedValue}
   */
  record JoinedStr(List<Object> pieces, Span span) implements Expr {}

  record FormattedValue(Expr value, boolean plain) {}

  record BinOp(Expr left, String operator, Expr right, Span span) implements Expr {}

  record UnaryOp(String operator, Expr operand, Span span) implements Expr {}

  record BoolOp(String operator, List<Expr> values, Span span) implements Expr {}

  record Compare(Expr left, List<String> operators, List<Expr> rights, Span span) implements Expr {}

  record Call(Expr function, List<Expr> positional, List<Keyword> keywords, Span span)
      implements Expr {}

  /**
   * @param name null for {@code **value}
   */
  record Keyword(@Nullable String name, Expr value, Span span) {}

  record Attribute(Expr value, String attribute, Span span) implements Expr {}

  record Subscript(Expr value, Expr index, Span span) implements Expr {}

  record ListOf(List<Expr> items, Span span) implements Expr {
    @Override
    public String type() {
      return "List";
    }
  }

  record Tuple(List<Expr> items, Span span) implements Expr {}

  record Starred(Expr value, Span span) implements Expr {}

  /** An expression or statement by its type alone. */
  record Other(String type, Span span) implements Expr, Stmt {}

  /** A statement. */
  sealed interface Stmt extends Py {}

  record Assign(List<Expr> targets, Expr value, Span span) implements Stmt {
    @Override
    public String type() {
      return "Assign";
    }
  }

  /**
   * @param simple whether the target is a name without parentheses
   */
  record AnnAssign(Expr target, Expr annotation, @Nullable Expr value, boolean simple, Span span)
      implements Stmt {
    @Override
    public String type() {
      return "AnnAssign";
    }
  }

  record ExprStmt(Expr value, Span span) implements Stmt {
    @Override
    public String type() {
      return "Expr";
    }
  }
}
