package dev.ferrule.rules.syntax;

/**
 * One piece of a file's text. Immutable. White space stands in no token: it is what lies between
 * two of them.
 *
 * @param text as written; empty for the layout tokens that stand for no text
 * @param depth how many brackets are open after it
 */
public record Token(Kind kind, String text, Span span, int depth) {
  /** What a token is. */
  public enum Kind {
    /** An identifier or a keyword. */
    NAME,
    NUMBER,
    /** A text, bytes or f-string literal with its prefix and quotes. */
    STRING,
    OPERATOR,
    /** From {@code #} to the end of the line, which it leaves out. */
    COMMENT,
    /** The end of a logical line. */
    NEWLINE,
    /** The end of a line that ends no logical line: a blank one, or one within brackets. */
    BLANK,
    INDENT,
    DEDENT,
    /** Text that is no token; an error of the lexer says why. */
    ERROR,
    END
  }

  boolean isOperator(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  /** Whether the grammar does not see it. */
  boolean isTrivia() {
    return kind == Kind.COMMENT || kind == Kind.BLANK;
  }
}
