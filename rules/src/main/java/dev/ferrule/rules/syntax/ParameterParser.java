package dev.ferrule.rules.syntax;

/** Reads the parameters of a function or a lambda, to know that they are well formed. Confined. */
final class ParameterParser {
  /** Whether parameters may have annotations. */
  enum Annotations {
    NONE,
    ALLOWED
  }

  private final TokenReader in;
  private final ExpressionParser expressions;

  ParameterParser(TokenReader in, ExpressionParser expressions) {
    this.in = in;
    this.expressions = expressions;
  }

  /** Reads up to a token that is left alone. */
  void parse(String end, Annotations annotations) {
    boolean defaults = false;
    boolean star = false;
    boolean slash = false;
    int count = 0;
    while (!in.sees(end)) {
      if (in.accept("/")) {
        if (slash || star || count == 0) {
          throw in.unexpected();
        }
        slash = true;
      } else if (in.accept("**")) {
        parameter(annotations, false);
        in.accept(",");
        break;
      } else if (in.accept("*")) {
        if (star) {
          throw in.unexpected();
        }
        star = true;
        if (in.sees(",")) {
          if (!in.peek(1).isOperator("**") && in.peek(1).kind() == Token.Kind.NAME) {
            in.take();
            continue;
          }
          throw in.unexpected();
        }
        parameter(annotations, true);
      } else {
        parameter(annotations, false);
        if (in.accept("=")) {
          expressions.expression();
          defaults = true;
        } else if (defaults && !star) {
          throw in.unexpected();
        }
      }
      count++;
      if (!in.accept(",")) {
        break;
      }
    }
  }

  private void parameter(Annotations annotations, boolean starAnnotation) {
    in.identifier();
    if (annotations == Annotations.ALLOWED && in.accept(":")) {
      if (starAnnotation) {
        expressions.starExpression();
      } else {
        expressions.expression();
      }
    }
  }
}
