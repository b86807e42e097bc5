package dev.ferrule.rules.syntax;

import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads statements. Confined.
 *
 * <p>Source: the full grammar specification of The Python Language Reference 3.11.
 */
final class StatementParser {
  private static final Set<String> AUGMENTED =
      Set.of("+=", "-=", "*=", "/=", "//=", "%=", "@=", "&=", "|=", "^=", "<<=", ">>=", "**=");

  private final TokenReader in;
  private final ExpressionParser expressions;

  StatementParser(TokenReader in) {
    this.in = in;
    this.expressions = new ExpressionParser(in);
  }

  /** One logical line or compound statement, which holds one statement or more. */
  List<Py.Stmt> statement() {
    var compound = compound();
    return compound == null ? simpleLine() : List.of(compound);
  }

  private List<Py.Stmt> simpleLine() {
    var found = new ArrayList<Py.Stmt>();
    do {
      found.add(simple());
    } while (in.accept(";") && !in.sees(Token.Kind.NEWLINE));
    in.expect(Token.Kind.NEWLINE);
    return found;
  }

  private Py.Stmt simple() {
    var start = in.peek().span();
    if (in.sees(Token.Kind.NAME)) {
      switch (in.peek().text()) {
        case "pass", "break", "continue" -> {
          return other(start, capital(in.take().text()));
        }
        case "return" -> {
          in.take();
          if (!endsStatement()) {
            expressions.starExpressions();
          }
          return other(start, "Return");
        }
        case "raise" -> {
          in.take();
          if (!endsStatement()) {
            expressions.expression();
            if (in.accept("from")) {
              expressions.expression();
            }
          }
          return other(start, "Raise");
        }
        case "global", "nonlocal" -> {
          var type = capital(in.take().text());
          do {
            in.identifier();
          } while (in.accept(","));
          return other(start, type);
        }
        case "del" -> {
          in.take();
          var target = expressions.targets();
          if (!ExpressionParser.isTarget(target, false)) {
            throw in.unexpected();
          }
          return other(start, "Delete");
        }
        case "assert" -> {
          in.take();
          expressions.expression();
          if (in.accept(",")) {
            expressions.expression();
          }
          return other(start, "Assert");
        }
        case "import" -> {
          in.take();
          do {
            dottedName();
            alias();
          } while (in.accept(","));
          return other(start, "Import");
        }
        case "from" -> {
          return importFrom(start);
        }
        default -> {}
      }
    }
    return expressionOrAssignment();
  }

  private Py.Other other(Span start, String type) {
    return new Py.Other(type, in.from(start));
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private boolean endsStatement() {
    return in.sees(Token.Kind.NEWLINE) || in.sees(";");
  }

  private void dottedName() {
    do {
      in.identifier();
    } while (in.accept("."));
  }

  private void alias() {
    if (in.accept("as")) {
      in.identifier();
    }
  }

  private Py.Stmt importFrom(Span start) {
    in.take();
    boolean dots = false;
    while (in.accept(".") || in.accept("...")) {
      dots = true;
    }
    if (!dots || !in.sees("import")) {
      dottedName();
    }
    in.expect("import");
    if (in.accept("*")) {
      return other(start, "ImportFrom");
    }
    boolean parenthesized = in.accept("(");
    do {
      if (parenthesized && in.sees(")")) {
        break;
      }
      in.identifier();
      alias();
    } while (in.accept(","));
    if (parenthesized) {
      in.expect(")");
    }
    return other(start, "ImportFrom");
  }

  private Py.Stmt expressionOrAssignment() {
    boolean bare = in.seesIdentifier();
    var start = in.peek();
    var value = expressions.yieldOrExpressions();
    if (in.sees(":")) {
      return annotated(start.span(), value, bare);
    }
    if (in.sees(Token.Kind.OPERATOR) && AUGMENTED.contains(in.peek().text())) {
      if (!(value instanceof Py.Name
          || value instanceof Py.Attribute
          || value instanceof Py.Subscript)) {
        throw in.unexpected();
      }
      in.take();
      expressions.yieldOrExpressions();
      return other(start.span(), "AugAssign");
    }
    if (!in.sees("=")) {
      return new Py.ExprStmt(value, in.from(start.span()));
    }
    var targets = new ArrayList<Py.Expr>();
    while (in.sees("=")) {
      if (!ExpressionParser.isTarget(value, true)) {
        throw in.unexpected();
      }
      in.take();
      targets.add(value);
      value = expressions.yieldOrExpressions();
    }
    return new Py.Assign(targets, value, in.from(start.span()));
  }

  private Py.Stmt annotated(Span start, Py.Expr target, boolean bare) {
    if (!(target instanceof Py.Name
        || target instanceof Py.Attribute
        || target instanceof Py.Subscript)) {
      throw in.unexpected();
    }
    in.take();
    var annotation = expressions.expression();
    Py.Expr value = in.accept("=") ? expressions.yieldOrExpressions() : null;
    boolean simple = bare && target instanceof Py.Name;
    return new Py.AnnAssign(target, annotation, value, simple, in.from(start));
  }

  private Py.@Nullable Stmt compound() {
    var start = in.peek().span();
    if (in.sees("@")) {
      while (in.accept("@")) {
        expressions.namedExpression();
        in.expect(Token.Kind.NEWLINE);
      }
      if (!in.sees("def") && !in.sees("class") && !in.sees("async")) {
        throw in.unexpected();
      }
      start = in.peek().span();
    }
    if (!in.sees(Token.Kind.NAME)) {
      return null;
    }
    return switch (in.peek().text()) {
      case "if" -> ifStatement(start);
      case "while" -> {
        in.take();
        expressions.namedExpression();
        block();
        otherwise();
        yield other(start, "While");
      }
      case "for" -> forStatement(start, "For");
      case "with" -> with(start, "With");
      case "try" -> tryStatement(start);
      case "def" -> function(start, "FunctionDef");
      case "class" -> classDefinition(start);
      case "async" -> {
        in.take();
        yield switch (in.peek().text()) {
          case "def" -> function(start, "AsyncFunctionDef");
          case "for" -> forStatement(start, "AsyncFor");
          case "with" -> with(start, "AsyncWith");
          default -> throw in.unexpected();
        };
      }
      case "match" -> match(start);
      default -> null;
    };
  }

  private void block() {
    in.expect(":");
    in.enter();
    if (in.sees(Token.Kind.NEWLINE)) {
      in.take();
      in.expect(Token.Kind.INDENT);
      while (!in.sees(Token.Kind.DEDENT)) {
        statement();
      }
      in.take();
    } else {
      simpleLine();
    }
    in.leave();
  }

  private void otherwise() {
    if (in.accept("else")) {
      block();
    }
  }

  private Py.Stmt ifStatement(Span start) {
    do {
      in.take();
      expressions.namedExpression();
      block();
    } while (in.sees("elif"));
    otherwise();
    return other(start, "If");
  }

  private Py.Stmt forStatement(Span start, String type) {
    in.take();
    expressions.targets();
    in.expect("in");
    expressions.starExpressions();
    block();
    otherwise();
    return other(start, type);
  }

  private Py.Stmt with(Span start, String type) {
    in.take();
    int from = in.at;
    int depth = in.depth();
    try {
      in.expect("(");
      do {
        if (in.sees(")")) {
          break;
        }
        withItem();
      } while (in.accept(","));
      in.expect(")");
      block();
      return other(start, type);
    } catch (FerruleException e) {
      if (in.complaint() != null) {
        throw e;
      }
      in.at = from;
      in.depth(depth);
    }
    do {
      withItem();
    } while (in.accept(","));
    block();
    return other(start, type);
  }

  private void withItem() {
    expressions.expression();
    if (in.accept("as")) {
      expressions.target();
    }
  }

  private Py.Stmt tryStatement(Span start) {
    in.take();
    block();
    boolean star = in.sees("except") && in.peek(1).isOperator("*");
    boolean caught = false;
    while (in.accept("except")) {
      caught = true;
      if (star) {
        in.expect("*");
      }
      if (star || !in.sees(":")) {
        expressions.expression();
        alias();
      }
      block();
    }
    if (caught) {
      otherwise();
    }
    if (in.accept("finally")) {
      block();
    } else if (!caught) {
      throw in.unexpected();
    }
    return other(start, star ? "TryStar" : "Try");
  }

  private Py.Stmt function(Span start, String type) {
    in.take();
    in.identifier();
    in.expect("(");
    new ParameterParser(in, expressions).parse(")", ParameterParser.Annotations.ALLOWED);
    in.expect(")");
    if (in.accept("->")) {
      expressions.expression();
    }
    block();
    return other(start, type);
  }

  private Py.Stmt classDefinition(Span start) {
    in.take();
    in.identifier();
    if (in.sees("(")) {
      expressions.arguments(new Py.Name("", start));
    }
    block();
    return other(start, "ClassDef");
  }

  /** {@code match} is a keyword only where a whole statement follows. */
  private Py.@Nullable Stmt match(Span start) {
    int from = in.at;
    int depth = in.depth();
    try {
      in.take();
      subject();
      in.expect(":");
      in.expect(Token.Kind.NEWLINE);
      in.expect(Token.Kind.INDENT);
    } catch (FerruleException e) {
      if (in.complaint() != null) {
        throw e;
      }
      in.at = from;
      in.depth(depth);
      return null;
    }
    var patterns = new PatternParser(in);
    while (!in.sees(Token.Kind.DEDENT)) {
      in.expect("case");
      patterns.patterns();
      if (in.accept("if")) {
        expressions.namedExpression();
      }
      block();
    }
    in.take();
    return other(start, "Match");
  }

  private void subject() {
    var first = expressions.starNamedExpression();
    if (first instanceof Py.Starred && !in.sees(",")) {
      throw in.unexpected();
    }
    while (in.accept(",") && !in.sees(":")) {
      expressions.starNamedExpression();
    }
  }
}
