package dev.ferrule.rules.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads expressions. Confined.
 *
 * <p>Source: the full grammar specification of The Python Language Reference 3.11.
 */
final class ExpressionParser {
  private static final Map<String, Integer> BINARY =
      Map.ofEntries(
          Map.entry("|", 1),
          Map.entry("^", 2),
          Map.entry("&", 3),
          Map.entry("<<", 4),
          Map.entry(">>", 4),
          Map.entry("+", 5),
          Map.entry("-", 5),
          Map.entry("*", 6),
          Map.entry("/", 6),
          Map.entry("//", 6),
          Map.entry("%", 6),
          Map.entry("@", 6));
  private static final int LOOSEST = 1;
  private static final int TIGHTEST = 6;

  private static final Set<String> COMPARATORS = Set.of("==", "!=", "<", "<=", ">", ">=", "in");

  private final TokenReader in;
  private final AtomParser atoms;

  ExpressionParser(TokenReader in) {
    this.in = in;
    this.atoms = new AtomParser(in, this);
  }

  /** Expressions with commas, starred ones too: a tuple when there is a comma. */
  Py.Expr starExpressions() {
    var start = in.peek().span();
    var first = starExpression();
    return in.sees(",") ? tupleFrom(start, first) : first;
  }

  private Py.Expr tupleFrom(Span start, Py.Expr first) {
    var items = new ArrayList<Py.Expr>();
    items.add(first);
    while (in.accept(",")) {
      if (!startsExpression() && !in.sees("*")) {
        break;
      }
      items.add(starExpression());
    }
    return new Py.Tuple(items, in.from(start));
  }

  Py.Expr starExpression() {
    return in.sees("*") ? starred() : expression();
  }

  Py.Expr starNamedExpression() {
    return in.sees("*") ? starred() : namedExpression();
  }

  private Py.Expr starred() {
    var start = in.take().span();
    return new Py.Starred(binary(LOOSEST), in.from(start));
  }

  Py.Expr namedExpression() {
    if (in.seesIdentifier() && in.peek(1).isOperator(":=")) {
      var start = in.take().span();
      in.take();
      expression();
      return new Py.Other("NamedExpr", in.from(start));
    }
    return expression();
  }

  Py.Expr yieldOrExpressions() {
    return in.sees("yield") ? yieldExpression() : starExpressions();
  }

  /** What may stand alone in parentheses, as in the braces of an f-string. */
  Py.Expr yieldOrNamed() {
    if (in.sees("yield")) {
      return yieldExpression();
    }
    var start = in.peek().span();
    var first = starNamedExpression();
    if (seesComprehension()) {
      comprehensionClauses();
      return new Py.Other("GeneratorExp", in.from(start));
    }
    if (!in.sees(",")) {
      if (first instanceof Py.Starred) {
        throw in.unexpected();
      }
      return first;
    }
    var items = new ArrayList<Py.Expr>(List.of(first));
    while (in.accept(",") && !in.sees(Token.Kind.NEWLINE)) {
      items.add(starNamedExpression());
    }
    return new Py.Tuple(items, in.from(start));
  }

  Py.Expr yieldExpression() {
    var start = in.expect("yield").span();
    if (in.accept("from")) {
      expression();
      return new Py.Other("YieldFrom", in.from(start));
    }
    if (startsExpression() || in.sees("*")) {
      starExpressions();
    }
    return new Py.Other("Yield", in.from(start));
  }

  Py.Expr expression() {
    in.enter();
    try {
      if (in.sees("lambda")) {
        return lambda();
      }
      var start = in.peek().span();
      var value = disjunction();
      if (!in.accept("if")) {
        return value;
      }
      disjunction();
      in.expect("else");
      expression();
      return new Py.Other("IfExp", in.from(start));
    } finally {
      in.leave();
    }
  }

  private Py.Expr lambda() {
    var start = in.take().span();
    new ParameterParser(in, this).parse(":", ParameterParser.Annotations.NONE);
    in.expect(":");
    expression();
    return new Py.Other("Lambda", in.from(start));
  }

  Py.Expr disjunction() {
    var start = in.peek().span();
    var first = conjunction();
    if (!in.sees("or")) {
      return first;
    }
    var values = new ArrayList<>(List.of(first));
    while (in.accept("or")) {
      values.add(conjunction());
    }
    return new Py.BoolOp("or", values, in.from(start));
  }

  private Py.Expr conjunction() {
    var start = in.peek().span();
    var first = inversion();
    if (!in.sees("and")) {
      return first;
    }
    var values = new ArrayList<>(List.of(first));
    while (in.accept("and")) {
      values.add(inversion());
    }
    return new Py.BoolOp("and", values, in.from(start));
  }

  private Py.Expr inversion() {
    if (!in.sees("not")) {
      return comparison();
    }
    var start = in.take().span();
    in.enter();
    var operand = inversion();
    in.leave();
    return new Py.UnaryOp("not", operand, in.from(start));
  }

  private Py.Expr comparison() {
    var start = in.peek().span();
    var left = binary(LOOSEST);
    var operators = new ArrayList<String>();
    var rights = new ArrayList<Py.Expr>();
    while (true) {
      var operator = comparator();
      if (operator.isEmpty()) {
        break;
      }
      operators.add(operator);
      rights.add(binary(LOOSEST));
    }
    return rights.isEmpty() ? left : new Py.Compare(left, operators, rights, in.from(start));
  }

  private String comparator() {
    var token = in.peek();
    if (COMPARATORS.contains(token.text()) && token.kind() != Token.Kind.STRING) {
      return in.take().text();
    }
    if (in.sees("is")) {
      in.take();
      return in.accept("not") ? "is not" : "is";
    }
    if (in.sees("not") && in.peek(1).isName("in")) {
      in.at += 2;
      return "not in";
    }
    return "";
  }

  /** The arguments of a call, from the opening bracket on. */
  Py.Call arguments(Py.Expr function) {
    return atoms.call(function.span(), function);
  }

  Py.Expr bitwiseOr() {
    return binary(LOOSEST);
  }

  private Py.Expr binary(int level) {
    if (level > TIGHTEST) {
      return factor();
    }
    var start = in.peek().span();
    return climb(start, factor(), level);
  }

  private Py.Expr climb(Span start, Py.Expr first, int level) {
    var left = first;
    int depth = in.depth();
    while (in.sees(Token.Kind.OPERATOR)) {
      var precedence = BINARY.get(in.peek().text());
      if (precedence == null || precedence < level) {
        break;
      }
      var operator = in.take().text();
      // A chain of one precedence nests to the left.
      in.enter();
      var right = binary(precedence + 1);
      left = new Py.BinOp(left, operator, right, in.from(start));
    }
    in.depth(depth);
    return left;
  }

  private Py.Expr factor() {
    if (!in.sees("+") && !in.sees("-") && !in.sees("~")) {
      return power();
    }
    var operator = in.take();
    in.enter();
    var operand = factor();
    in.leave();
    return new Py.UnaryOp(operator.text(), operand, in.from(operator.span()));
  }

  private Py.Expr power() {
    var start = in.peek().span();
    var base = awaited();
    if (!in.accept("**")) {
      return base;
    }
    in.enter();
    var exponent = factor();
    in.leave();
    return new Py.BinOp(base, "**", exponent, in.from(start));
  }

  private Py.Expr awaited() {
    if (!in.sees("await")) {
      return atoms.primary();
    }
    var start = in.take().span();
    atoms.primary();
    return new Py.Other("Await", in.from(start));
  }

  /** The clauses {@code for x in y if z} of a comprehension. */
  void comprehensionClauses() {
    while (in.sees("for") || (in.sees("async") && in.peek(1).isName("for"))) {
      in.accept("async");
      in.take();
      targets();
      in.expect("in");
      disjunction();
      while (in.accept("if")) {
        disjunction();
      }
    }
  }

  boolean seesComprehension() {
    return in.sees("for") || in.sees("async");
  }

  /** What a loop or a with-statement assigns to. */
  Py.Expr targets() {
    var start = in.peek().span();
    var first = target();
    if (!in.sees(",")) {
      return first;
    }
    var items = new ArrayList<>(List.of(first));
    while (in.accept(",")) {
      if (!startsExpression() && !in.sees("*")) {
        break;
      }
      items.add(target());
    }
    return new Py.Tuple(items, in.from(start));
  }

  Py.Expr target() {
    if (in.sees("*")) {
      var start = in.take().span();
      var value = target();
      if (value instanceof Py.Starred) {
        throw in.unexpected();
      }
      return new Py.Starred(value, in.from(start));
    }
    var value = atoms.primary();
    if (!isTarget(value, true)) {
      throw in.unexpected();
    }
    return value;
  }

  /** Whether an expression can be assigned to. */
  static boolean isTarget(Py.Expr value, boolean starredToo) {
    return switch (value) {
      case Py.Name _, Py.Attribute _, Py.Subscript _ -> true;
      case Py.Starred starred -> starredToo && isTarget(starred.value(), false);
      case Py.ListOf list -> list.items().stream().allMatch(item -> isTarget(item, true));
      case Py.Tuple tuple -> tuple.items().stream().allMatch(item -> isTarget(item, true));
      case Py.Constant _,
          Py.JoinedStr _,
          Py.BinOp _,
          Py.UnaryOp _,
          Py.BoolOp _,
          Py.Compare _,
          Py.Call _,
          Py.Other _ ->
          false;
    };
  }

  /** Whether the next token can begin an expression without a star. */
  boolean startsExpression() {
    var token = in.peek();
    return switch (token.kind()) {
      case NUMBER, STRING -> true;
      case NAME ->
          !TokenReader.KEYWORDS.contains(token.text())
              || Set.of("True", "False", "None", "not", "lambda", "await").contains(token.text());
      case OPERATOR -> Set.of("(", "[", "{", "-", "+", "~", "...").contains(token.text());
      case COMMENT, NEWLINE, BLANK, INDENT, DEDENT, ERROR, END -> false;
    };
  }
}
