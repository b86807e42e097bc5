package dev.ferrule.rules.syntax;

/** Reads the patterns of match statements, to know that they are well formed. Confined. */
final class PatternParser {
  private final TokenReader in;

  PatternParser(TokenReader in) {
    this.in = in;
  }

  /** The patterns of a case, with commas between them or without. */
  void patterns() {
    boolean star = starOrPattern();
    if (!in.sees(",")) {
      if (star) {
        throw in.unexpected();
      }
      return;
    }
    while (in.accept(",") && !in.sees(":") && !in.sees("if")) {
      starOrPattern();
    }
  }

  private boolean starOrPattern() {
    if (in.accept("*")) {
      in.identifier();
      return true;
    }
    pattern();
    return false;
  }

  private void pattern() {
    in.enter();
    do {
      closed();
    } while (in.accept("|"));
    if (in.accept("as")) {
      in.identifier();
    }
    in.leave();
  }

  private void closed() {
    if (in.accept("(")) {
      sequence(")");
    } else if (in.accept("[")) {
      sequence("]");
    } else if (in.accept("{")) {
      mapping();
    } else if (in.seesIdentifier()) {
      in.take();
      while (in.accept(".")) {
        in.identifier();
      }
      if (in.accept("(")) {
        arguments();
      }
    } else {
      literal();
    }
  }

  private void literal() {
    if (in.accept("None") || in.accept("True") || in.accept("False")) {
      return;
    }
    if (in.sees(Token.Kind.STRING)) {
      while (in.sees(Token.Kind.STRING)) {
        in.take();
      }
      return;
    }
    in.accept("-");
    in.expect(Token.Kind.NUMBER);
    if (in.accept("+") || in.accept("-")) {
      in.expect(Token.Kind.NUMBER);
    }
  }

  private void sequence(String close) {
    while (!in.sees(close)) {
      starOrPattern();
      if (!in.accept(",")) {
        break;
      }
    }
    in.expect(close);
  }

  private void mapping() {
    while (!in.sees("}")) {
      if (in.accept("**")) {
        in.identifier();
      } else {
        if (in.seesIdentifier()) {
          in.take();
          while (in.accept(".")) {
            in.identifier();
          }
        } else {
          literal();
        }
        in.expect(":");
        pattern();
      }
      if (!in.accept(",")) {
        break;
      }
    }
    in.expect("}");
  }

  private void arguments() {
    while (!in.sees(")")) {
      if (in.seesIdentifier() && in.peek(1).isOperator("=")) {
        in.at += 2;
      }
      pattern();
      if (!in.accept(",")) {
        break;
      }
    }
    in.expect(")");
  }
}
