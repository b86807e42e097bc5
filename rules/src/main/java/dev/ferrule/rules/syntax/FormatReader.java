package dev.ferrule.rules.syntax;

import java.util.ArrayDeque;

/**
 * Takes an f-string apart as CPython 3.11 does, which is before its expressions are tokens.
 * Confined.
 */
final class FormatReader {
  private static final int MAX_LEVELS = 2;

  private final StringReader out;
  private final TokenReader in;
  private final Token token;
  private final Token after;
  private final boolean raw;
  private final String text;
  private final Cursor place;
  private int at;
  private int end;

  FormatReader(StringReader out, TokenReader in, Token token, Token after, boolean raw) {
    this.out = out;
    this.in = in;
    this.token = token;
    this.after = after;
    this.raw = raw;
    this.text = token.text();
    this.place = Cursor.at(token.span());
  }

  void read(int from, int to) {
    at = from;
    end = to;
    pieces(0);
  }

  private RuntimeException stop(String message) {
    return in.stop(ParseCode.INVALID_FORMAT_TEXT.error(message, MistakeFinder.lastTaken(after)));
  }

  private void pieces(int level) {
    while (true) {
      boolean goOn = literal(level);
      if (goOn) {
        continue;
      }
      if (at >= end || text.charAt(at) == '}') {
        break;
      }
      expression(level);
    }
    if (level > 0 && at >= end) {
      throw stop("f-string: expecting '}'");
    }
  }

  /** Reads text up to a brace; whether it ended at a doubled one, so that more text follows. */
  private boolean literal(int level) {
    int start = at;
    while (at < end) {
      char c = text.charAt(at++);
      if (!raw && c == '\\' && at < end) {
        c = text.charAt(at++);
        if (c == 'N') {
          skipCharacterName();
          continue;
        }
      }
      if (c != '{' && c != '}') {
        continue;
      }
      if (level == 0) {
        if (at < end && text.charAt(at) == c) {
          literalPiece(start, at, level);
          at++;
          return true;
        }
        if (c == '}') {
          throw stop("f-string: single '}' is not allowed");
        }
      }
      at--;
      break;
    }
    literalPiece(start, at, level);
    return false;
  }

  private void skipCharacterName() {
    if (at < end && text.charAt(at++) == '{') {
      while (at < end && text.charAt(at++) != '}') {}
    }
  }

  private void literalPiece(int from, int to, int level) {
    if (level == 0) {
      out.appendFormatLiteral(text.substring(from, to), raw);
    }
  }

  private void expression(int level) {
    if (level >= MAX_LEVELS) {
      throw stop("f-string: expressions nested too deeply");
    }
    int start = ++at;
    skipExpression();
    if (at >= end) {
      throw stop("f-string: expecting '}'");
    }
    var value = parse(start, at);
    boolean plain = true;
    if (text.charAt(at) == '=') {
      plain = false;
      at++;
      while (at < end && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      requireMore();
      if (level == 0) {
        out.appendFormatLiteral(text.substring(start, at).replace("\\", "\\\\"), true);
      }
    }
    if (text.charAt(at) == '!') {
      plain = false;
      at++;
      requireMore();
      char conversion = text.charAt(at++);
      if ("sra".indexOf(conversion) < 0) {
        throw stop("f-string: invalid conversion character: expected 's', 'r', or 'a'");
      }
      requireMore();
    }
    if (text.charAt(at) == ':') {
      plain = false;
      at++;
      requireMore();
      pieces(level + 1);
    }
    if (at >= end || text.charAt(at) != '}') {
      throw stop("f-string: expecting '}'");
    }
    at++;
    if (level == 0) {
      out.add(new Py.FormattedValue(value, plain));
    }
  }

  private void requireMore() {
    if (at >= end) {
      throw stop("f-string: expecting '}'");
    }
  }

  private void skipExpression() {
    var brackets = new ArrayDeque<Character>();
    char quote = 0;
    boolean triple = false;
    for (; at < end; at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        throw stop("f-string expression part cannot include a backslash");
      }
      boolean three = at + 2 < end && text.charAt(at + 1) == c && text.charAt(at + 2) == c;
      if (quote != 0) {
        if (c == quote && (!triple || three)) {
          at += triple ? 2 : 0;
          quote = 0;
        }
      } else if (c == '\'' || c == '"') {
        triple = three;
        at += three ? 2 : 0;
        quote = c;
      } else if (c == '(' || c == '[' || c == '{') {
        if (brackets.size() >= Lexer.MAX_BRACKETS) {
          throw stop("f-string: too many nested parenthesis");
        }
        brackets.push(c);
      } else if (c == '#') {
        throw stop("f-string expression part cannot include '#'");
      } else if (brackets.isEmpty() && "!:}=><".indexOf(c) >= 0) {
        if (at + 1 < end && text.charAt(at + 1) == '=' && "!=<>".indexOf(c) >= 0) {
          at++;
        } else if (c != '>' && c != '<') {
          return;
        }
      } else if (c == ')' || c == ']' || c == '}') {
        close(brackets, c);
      }
    }
    if (quote != 0) {
      throw stop("f-string: unterminated string");
    }
    if (!brackets.isEmpty()) {
      throw stop("f-string: unmatched '%c'".formatted(brackets.peek()));
    }
  }

  private void close(ArrayDeque<Character> brackets, char c) {
    if (brackets.isEmpty()) {
      throw stop("f-string: unmatched '%c'".formatted(c));
    }
    char open = brackets.pop();
    if ("([{".indexOf(open) != ")]}".indexOf(c)) {
      throw stop(
          "f-string: closing parenthesis '%c' does not match opening parenthesis '%c'"
              .formatted(c, open));
    }
  }

  private Py.Expr parse(int from, int to) {
    if (text.substring(from, to).chars().allMatch(c -> " \t\n\r\f".indexOf(c) >= 0)) {
      char next = text.charAt(to);
      throw stop(
          "!:=".indexOf(next) >= 0
              ? "f-string: expression required before '%c'".formatted(next)
              : "f-string: empty expression not allowed");
    }
    int start = token.span().startChars();
    return new Fragment(in, place, start + from, start + to).parse();
  }
}
