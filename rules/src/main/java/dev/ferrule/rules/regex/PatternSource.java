package dev.ferrule.rules.regex;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;

/**
 * A pattern read token by token, one token ahead. A token is a code point, or a backslash and the
 * code point after it, marked by {@link #ESCAPED}. Positions are code points. Confined.
 */
final class PatternSource {
  /** No token is left. */
  static final int END = -1;

  /** The bit that tells an escape from the bare character. */
  static final int ESCAPED = 1 << 24;

  private final int[] points;
  private int index;
  private int next;

  PatternSource(String pattern) {
    points = pattern.codePoints().toArray();
    advance();
  }

  private void advance() {
    if (index >= points.length) {
      next = END;
      return;
    }
    int point = points[index++];
    if (point == '\\') {
      if (index >= points.length) {
        throw at("bad escape (end of pattern)", points.length - 1);
      }
      point = points[index++] | ESCAPED;
    }
    next = point;
  }

  int peek() {
    return next;
  }

  int take() {
    int taken = next;
    advance();
    return taken;
  }

  boolean accept(int token) {
    if (next != token) {
      return false;
    }
    advance();
    return true;
  }

  /** The position of the token that comes next. */
  int position() {
    return index - length(next);
  }

  void seek(int position) {
    index = position;
    advance();
  }

  static int length(int token) {
    return token == END ? 0 : (token & ESCAPED) == 0 ? 1 : 2;
  }

  /** The token as it is written. */
  static String text(int token) {
    String bare = Character.toString(token & ~ESCAPED);
    return (token & ESCAPED) == 0 ? bare : "\\" + bare;
  }

  /** Takes at most {@code limit} digits of the radix. */
  String takeDigits(int limit, int radix) {
    var taken = new StringBuilder();
    while (taken.length() < limit && isDigit(next, radix)) {
      taken.appendCodePoint(take());
    }
    return taken.toString();
  }

  static boolean isDigit(int token, int radix) {
    return token >= 0 && token < 128 && Character.digit(token, radix) >= 0;
  }

  /** What stands before the terminator, which is taken too. */
  String takeUntil(char terminator, String what) {
    var taken = new StringBuilder();
    int taking = 0;
    while (true) {
      int token = take();
      if (token == END) {
        throw taking == 0
            ? error("missing " + what, 0)
            : error("missing " + terminator + ", unterminated name", taking);
      }
      if (token == terminator) {
        if (taking == 0) {
          throw error("missing " + what, 1);
        }
        return taken.toString();
      }
      taken.append(text(token));
      taking += length(token);
    }
  }

  /** The error of a pattern, at so many code points before the next token. */
  FerruleException error(String message, int back) {
    return at(message, position() - back);
  }

  FerruleException at(String message, int position) {
    int line = 1;
    int lineStart = 0;
    boolean lines = false;
    for (int i = 0; i < points.length; i++) {
      if (points[i] == '\n') {
        lines = true;
        if (i < position) {
          line++;
          lineStart = i + 1;
        }
      }
    }
    String where = message + " at position " + position;
    return invalid(
        lines ? where + " (line " + line + ", column " + (position - lineStart + 1) + ")" : where);
  }

  static FerruleException invalid(String message) {
    return new FerruleException(ErrorCode.RULE_REGEX, message);
  }

  static FerruleException limit(String message) {
    return new FerruleException(ErrorCode.RULE_LIMIT, message);
  }
}
