package dev.ferrule.rules.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tree of a rule file. Immutable. Nodes are told apart by identity: keep what is known about
 * one in an {@link java.util.IdentityHashMap}, as equality walks the tree.
 */
public sealed interface Node {
  /** Where the node starts and ends. */
  Span span();

  /** A whole file. */
  record Root(SourceFile file, List<Statement> statements, Span span) implements Node {
    public Root {
      statements = List.copyOf(statements);
    }
  }

  /** One logical line. */
  sealed interface Statement extends Node {}

  /**
   * {@code target = value}, or {@code target: annotation = value}.
   *
   * @param annotation the type that was written, or null
   */
  record Assign(Name target, @Nullable Annotation annotation, Expression value, Span span)
      implements Statement {}

  /** A call for its effect. */
  record CallStatement(Call call, Span span) implements Statement {}

  /**
   * A type as written: {@code int}, {@code List[str]}, {@code int | None}.
   *
   * @param name the identifier; a PEP 604 union has {@code Union} or {@code Optional}
   * @param variants what stands in the brackets; null where there are none
   */
  record Annotation(String name, @Nullable List<Annotation> variants, Span span) implements Node {}

  /** Something with a value. */
  sealed interface Expression extends Node {}

  /** A value written in the source. */
  sealed interface Literal extends Expression {}

  record TextLiteral(String value, Span span) implements Literal {}

  /**
   * @param value a Long, a BigInteger that fits no long, or a Double
   */
  record NumberLiteral(Number value, Span span) implements Literal {}

  record BoolLiteral(boolean value, Span span) implements Literal {}

  record NoneLiteral(Span span) implements Literal {}

  record ListLiteral(List<Expression> items, Span span) implements Literal {
    public ListLiteral {
      items = List.copyOf(items);
    }
  }

  /**
   * An f-string.
   *
   * @param pieces its text and names in order: each a String with escapes resolved, or a Name
   * @param format the text with each name in braces, as {@code hi {Name}}
   */
  record FormatText(List<Object> pieces, String format, Span span) implements Literal {
    public FormatText {
      pieces = List.copyOf(pieces);
    }

    /** The names in order, with repetitions. */
    public List<Name> names() {
      return pieces.stream().filter(Name.class::isInstance).map(Name.class::cast).toList();
    }
  }

  /** A use of a name, or the target of an assignment. */
  record Name(String identifier, Span span) implements Expression {
    /** Whether the name is visible in its file only. */
    public boolean isLocal() {
      return identifier.startsWith("_");
    }
  }

  /** {@code Name.attribute}: parsed, then refused. */
  record Attribute(Name name, String attribute, Span span) implements Expression {}

  /**
   * A call.
   *
   * @param arguments in the order written
   */
  record Call(Expression function, List<Argument> arguments, Span span) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }

    /** The argument of this name, or null. */
    public @Nullable Expression find(String name) {
      for (var argument : arguments) {
        if (argument.name().equals(name)) {
          return argument.value();
        }
      }
      return null;
    }
  }

  /** {@code name=value} in a call. */
  record Argument(String name, Expression value, Span span) implements Node {}

  record Binary(Expression left, BinaryOperator operator, Expression right, Span span)
      implements Expression {}

  record Unary(UnaryOperator operator, Expression operand, Span span) implements Expression {}

  record Compare(Expression left, Comparator comparator, Expression right, Span span)
      implements Expression {}

  /** {@code a and b and c}, or the same with {@code or}: two operands or more. */
  record Logical(LogicalOperator operator, List<Expression> operands, Span span)
      implements Expression {
    public Logical {
      operands = List.copyOf(operands);
    }
  }

  /** An arithmetic or bitwise operator. */
  enum BinaryOperator {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    FLOOR_DIVIDE("//"),
    MODULO("%"),
    POWER("**"),
    SHIFT_LEFT("<<"),
    SHIFT_RIGHT(">>"),
    BIT_OR("|"),
    BIT_XOR("^"),
    BIT_AND("&");

    private final String symbol;

    BinaryOperator(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }

  /** {@code not} and the minus sign. */
  enum UnaryOperator {
    NOT("not"),
    NEGATE("-");

    private final String symbol;

    UnaryOperator(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }

  /** A comparison. */
  enum Comparator {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    IN("in"),
    NOT_IN("not in");

    private final String symbol;

    Comparator(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }

  /** {@code and} and {@code or}. */
  enum LogicalOperator {
    AND("and"),
    OR("or");

    private final String symbol;

    LogicalOperator(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }
}
