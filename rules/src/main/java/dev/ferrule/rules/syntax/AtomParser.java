package dev.ferrule.rules.syntax;

import java.util.ArrayList;
import java.util.List;

/** Reads atoms, and the calls, attributes and subscripts that follow them. Confined. */
final class AtomParser {
  private final TokenReader in;
  private final ExpressionParser expressions;

  AtomParser(TokenReader in, ExpressionParser expressions) {
    this.in = in;
    this.expressions = expressions;
  }

  Py.Expr primary() {
    var start = in.peek().span();
    var value = atom();
    int depth = in.depth();
    while (true) {
      if (in.accept(".")) {
        in.enter();
        var name = in.identifier();
        value = new Py.Attribute(value, name(name), in.from(start));
      } else if (in.sees("(")) {
        in.enter();
        value = call(start, value);
      } else if (in.accept("[")) {
        in.enter();
        var index = slices();
        in.expect("]");
        value = new Py.Subscript(value, index, in.from(start));
      } else {
        in.depth(depth);
        return value;
      }
    }
  }

  static String name(Token token) {
    return Cursor.utf8Length(token.text(), 0, token.text().length()) == token.text().length()
        ? token.text()
        : Identifiers.normalize(token.text());
  }

  Py.Call call(Span start, Py.Expr function) {
    var open = in.take().span();
    var positional = new ArrayList<Py.Expr>();
    var keywords = new ArrayList<Py.Keyword>();
    boolean unpacked = false;
    while (!in.sees(")")) {
      var from = in.peek().span();
      if (in.accept("**")) {
        unpacked = true;
        var value = expressions.expression();
        keywords.add(new Py.Keyword(null, value, in.from(from)));
      } else if (in.seesIdentifier() && in.peek(1).isOperator("=")) {
        var name = name(in.take());
        in.take();
        var value = expressions.expression();
        keywords.add(new Py.Keyword(name, value, in.from(from)));
      } else if (in.accept("*")) {
        if (unpacked) {
          throw in.unexpected();
        }
        positional.add(new Py.Starred(expressions.expression(), in.from(from)));
      } else {
        var value = expressions.namedExpression();
        if (expressions.seesComprehension()) {
          expressions.comprehensionClauses();
          if (!positional.isEmpty() || !keywords.isEmpty() || !in.sees(")")) {
            throw in.unexpected();
          }
          in.take();
          value = new Py.Other("GeneratorExp", in.from(open));
          return new Py.Call(function, List.of(value), List.of(), in.from(start));
        }
        if (!keywords.isEmpty()) {
          throw in.unexpected();
        }
        positional.add(value);
      }
      if (!in.accept(",")) {
        break;
      }
    }
    in.expect(")");
    return new Py.Call(function, positional, keywords, in.from(start));
  }

  private Py.Expr slices() {
    var start = in.peek().span();
    var first = slice();
    if (!in.sees(",")) {
      return first instanceof Py.Starred ? new Py.Tuple(List.of(first), first.span()) : first;
    }
    var items = new ArrayList<Py.Expr>();
    items.add(first);
    while (in.accept(",")) {
      if (in.sees("]")) {
        break;
      }
      items.add(slice());
    }
    return new Py.Tuple(items, in.from(start));
  }

  private Py.Expr slice() {
    var start = in.peek().span();
    if (in.sees("*")) {
      return expressions.starNamedExpression();
    }
    Py.Expr value = null;
    if (!in.sees(":")) {
      value = expressions.namedExpression();
      if (!in.sees(":")) {
        return value;
      }
      if (value instanceof Py.Other(var type, _) && type.equals("NamedExpr")) {
        throw in.unexpected();
      }
    }
    in.expect(":");
    if (expressions.startsExpression()) {
      expressions.expression();
    }
    if (in.accept(":") && expressions.startsExpression()) {
      expressions.expression();
    }
    return new Py.Other("Slice", in.from(start));
  }

  private Py.Expr atom() {
    var token = in.peek();
    return switch (token.kind()) {
      case NAME -> nameOrKeyword();
      case NUMBER -> number();
      case STRING -> strings();
      case OPERATOR ->
          switch (token.text()) {
            case "(" -> group();
            case "[" -> list();
            case "{" -> braces();
            case "..." -> {
              in.take();
              yield new Py.Constant(new Py.Special("Ellipsis"), token.span());
            }
            default -> throw in.unexpected();
          };
      case COMMENT, NEWLINE, BLANK, INDENT, DEDENT, ERROR, END -> throw in.unexpected();
    };
  }

  private Py.Expr nameOrKeyword() {
    var token = in.peek();
    Object constant =
        switch (token.text()) {
          case "True" -> true;
          case "False" -> false;
          case "None" -> Py.Special.NONE;
          default -> null;
        };
    if (constant != null) {
      in.take();
      return new Py.Constant(constant, token.span());
    }
    return new Py.Name(name(in.identifier()), token.span());
  }

  private Py.Expr number() {
    var token = in.take();
    int digits = Numbers.excessDigits(token.text());
    if (digits > 0) {
      throw in.stop(
          ParseCode.NUMBER_TOO_LARGE.error(
              ("Exceeds the limit (%d digits) for integer string conversion: value has %d digits; "
                      + "use sys.set_int_max_str_digits() to increase the limit - Consider "
                      + "hexadecimal for huge integer literals to avoid decimal conversion limits.")
                  .formatted(Numbers.MAX_DIGITS, digits),
              // CPython gives the line alone.
              token.span().atColumn(0)));
    }
    return new Py.Constant(
        Numbers.isImaginary(token.text())
            ? new Py.Special(Numbers.imaginary(token.text()))
            : Numbers.value(token.text()),
        token.span());
  }

  private Py.Expr strings() {
    var parts = new ArrayList<Token>();
    while (in.sees(Token.Kind.STRING)) {
      parts.add(in.take());
    }
    return new StringReader(in, parts).read();
  }

  private Py.Expr group() {
    var start = in.take().span();
    if (in.accept(")")) {
      return new Py.Tuple(List.of(), in.from(start));
    }
    if (in.sees("yield")) {
      var value = expressions.yieldExpression();
      in.expect(")");
      return value;
    }
    var first = expressions.starNamedExpression();
    if (expressions.seesComprehension()) {
      rejectStarred(first);
      expressions.comprehensionClauses();
      in.expect(")");
      return new Py.Other("GeneratorExp", in.from(start));
    }
    if (!in.sees(",")) {
      rejectStarred(first);
      in.expect(")");
      return first;
    }
    var items = items(first, ")");
    return new Py.Tuple(items, in.from(start));
  }

  private void rejectStarred(Py.Expr value) {
    if (value instanceof Py.Starred) {
      throw in.unexpected();
    }
  }

  private List<Py.Expr> items(Py.Expr first, String close) {
    var items = new ArrayList<Py.Expr>();
    items.add(first);
    while (in.accept(",")) {
      if (in.sees(close)) {
        break;
      }
      items.add(expressions.starNamedExpression());
    }
    in.expect(close);
    return items;
  }

  private Py.Expr list() {
    var start = in.take().span();
    if (in.accept("]")) {
      return new Py.ListOf(List.of(), in.from(start));
    }
    var first = expressions.starNamedExpression();
    if (expressions.seesComprehension()) {
      rejectStarred(first);
      expressions.comprehensionClauses();
      in.expect("]");
      return new Py.Other("ListComp", in.from(start));
    }
    var items = items(first, "]");
    return new Py.ListOf(items, in.from(start));
  }

  private Py.Expr braces() {
    var start = in.take().span();
    if (in.accept("}")) {
      return new Py.Other("Dict", in.from(start));
    }
    if (in.sees("**")) {
      entries();
      return new Py.Other("Dict", in.from(start));
    }
    var first = expressions.starNamedExpression();
    if (in.sees(":")) {
      if (first instanceof Py.Starred
          || (first instanceof Py.Other(var type, _) && type.equals("NamedExpr"))) {
        throw in.unexpected();
      }
      in.take();
      expressions.expression();
      if (expressions.seesComprehension()) {
        expressions.comprehensionClauses();
        in.expect("}");
        return new Py.Other("DictComp", in.from(start));
      }
      if (in.accept(",")) {
        entries();
      } else {
        in.expect("}");
      }
      return new Py.Other("Dict", in.from(start));
    }
    if (expressions.seesComprehension()) {
      rejectStarred(first);
      expressions.comprehensionClauses();
      in.expect("}");
      return new Py.Other("SetComp", in.from(start));
    }
    items(first, "}");
    return new Py.Other("Set", in.from(start));
  }

  private void entries() {
    while (!in.sees("}")) {
      if (in.accept("**")) {
        expressions.bitwiseOr();
      } else {
        expressions.expression();
        in.expect(":");
        expressions.expression();
      }
      if (!in.accept(",")) {
        break;
      }
    }
    in.expect("}");
  }
}
