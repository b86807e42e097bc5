package dev.ferrule.model.json;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.math.BigInteger;

/** Splits a path into tokens, one at a time and on demand, so errors come in order. Confined. */
final class PathLexer {
  /** What a token is; each literal character is a kind of its own name. */
  enum Kind {
    ID,
    NUMBER,
    OPERATOR,
    WHERE,
    DOUBLEDOT,
    LITERAL,
    END
  }

  /**
   * A token.
   *
   * @param at where it ends, for a quoted one, or begins, as the reference's messages count
   */
  record Token(Kind kind, String value, int line, int column, int at) {
    boolean is(char literal) {
      return kind == Kind.LITERAL && value.charAt(0) == literal;
    }

    String type() {
      return switch (kind) {
        case OPERATOR -> "NAMED_OPERATOR";
        case LITERAL -> value;
        case ID, NUMBER, WHERE, DOUBLEDOT, END -> kind.name();
      };
    }
  }

  private static final String LITERALS = "*.[]()$,:|&";

  private final String text;
  private int at;
  private int line = 1;
  private int newline;

  PathLexer(String text) {
    this.text = text;
  }

  Token next() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        newline = at;
        line++;
      } else if (c != ' ' && c != '\t') {
        return token(c);
      }
      at++;
    }
    return new Token(Kind.END, "", line, at - newline, at);
  }

  private Token token(char c) {
    int start = at;
    if (isNameStart(c)) {
      while (at < text.length() && isNamePart(text.charAt(at))) {
        at++;
      }
      String name = text.substring(start, at);
      return made(name.equals("where") ? Kind.WHERE : Kind.ID, name, start);
    }
    int digits = c == '-' ? start + 1 : start;
    if (isDigit(digits)) {
      at = digits;
      while (isDigit(at)) {
        at += Character.charCount(text.codePointAt(at));
      }
      return made(Kind.NUMBER, number(text.substring(start, at)), start);
    }
    if (c == '\'' || c == '"' || c == '`') {
      return quoted(c);
    }
    if (text.startsWith("..", start)) {
      at += 2;
      return made(Kind.DOUBLEDOT, "..", start);
    }
    if (LITERALS.indexOf(c) >= 0) {
      at++;
      return made(Kind.LITERAL, String.valueOf(c), start);
    }
    throw unexpected("");
  }

  private Token made(Kind kind, String value, int start) {
    return new Token(kind, value, line, start - newline, start);
  }

  private Token quoted(char quote) {
    var value = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == quote) {
        at++;
        return made(quote == '`' ? Kind.OPERATOR : Kind.ID, value.toString(), at - 1);
      }
      if (c == '\\') {
        if (at + 1 >= text.length() || text.charAt(at + 1) == '\n') {
          throw unexpected(
              quote == '`'
                  ? " while lexing backquoted operator"
                  : " while lexing " + (quote == '"' ? "double" : "single") + "quoted field");
        }
        at++;
      }
      int point = text.codePointAt(at);
      value.appendCodePoint(point);
      at += Character.charCount(point);
    }
    throw new FerruleException(
        ErrorCode.RULE_PATH, "Unexpected EOF in string literal or identifier");
  }

  private FerruleException unexpected(String where) {
    return new FerruleException(
        ErrorCode.RULE_PATH,
        "Error on line %d, col %d%s: Unexpected character: %s "
            .formatted(line, at - newline, where, Character.toString(text.codePointAt(at))));
  }

  private boolean isDigit(int index) {
    return index < text.length() && Character.isDigit(text.codePointAt(index));
  }

  /** The number in plain decimal digits: any script's are allowed. */
  private static String number(String written) {
    return new BigInteger(written).toString();
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '@';
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || (c >= '0' && c <= '9') || c == '-';
  }
}
