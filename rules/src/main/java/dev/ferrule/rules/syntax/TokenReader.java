package dev.ferrule.rules.syntax;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tokens that the grammar sees, and a place among them. Confined. */
final class TokenReader {
  static final Set<String> KEYWORDS =
      Set.of(
          "False",
          "None",
          "True",
          "and",
          "as",
          "assert",
          "async",
          "await",
          "break",
          "class",
          "continue",
          "def",
          "del",
          "elif",
          "else",
          "except",
          "finally",
          "for",
          "from",
          "global",
          "if",
          "import",
          "in",
          "is",
          "lambda",
          "nonlocal",
          "not",
          "or",
          "pass",
          "raise",
          "return",
          "try",
          "while",
          "with",
          "yield");

  /** The deepest tree: Python's own limits come earlier. */
  static final int MAX_DEPTH = 500;

  private final List<Token> tokens;
  int at;
  private int depth;
  private @Nullable Diagnostic complaint;

  TokenReader(List<Token> all) {
    var seen = new ArrayList<Token>(all.size());
    for (int i = 0; i < all.size(); i++) {
      var token = all.get(i);
      if (token.isTrivia()) {
        continue;
      }
      var before = i == 0 ? token : all.get(i - 1);
      // To CPython the end of a line starts at the comment before it.
      seen.add(
          token.kind() == Token.Kind.NEWLINE && before.kind() == Token.Kind.COMMENT
              ? new Token(token.kind(), token.text(), before.span().to(token.span()), 0)
              : token);
    }
    this.tokens = seen;
  }

  List<Token> tokens() {
    return tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peek(int distance) {
    return tokens.get(Math.min(at + distance, tokens.size() - 1));
  }

  Token last() {
    return tokens.get(at - 1);
  }

  Token take() {
    return tokens.get(at++);
  }

  boolean sees(String text) {
    var token = peek();
    return (token.kind() == Token.Kind.OPERATOR || token.kind() == Token.Kind.NAME)
        && token.text().equals(text);
  }

  boolean sees(Token.Kind kind) {
    return peek().kind() == kind;
  }

  boolean accept(String text) {
    if (!sees(text)) {
      return false;
    }
    at++;
    return true;
  }

  Token expect(String text) {
    if (!sees(text)) {
      throw unexpected();
    }
    return take();
  }

  Token expect(Token.Kind kind) {
    if (!sees(kind)) {
      throw unexpected();
    }
    return take();
  }

  boolean seesIdentifier() {
    return sees(Token.Kind.NAME) && !KEYWORDS.contains(peek().text());
  }

  Token identifier() {
    if (!seesIdentifier()) {
      throw unexpected();
    }
    return take();
  }

  /** From the start of a node to the last token taken. */
  Span from(Span start) {
    return start.to(last().span());
  }

  void enter() {
    if (++depth > MAX_DEPTH) {
      throw stop(tooDeep(peek().span()));
    }
  }

  void leave() {
    depth--;
  }

  void depth(int value) {
    depth = value;
  }

  int depth() {
    return depth;
  }

  static Diagnostic tooDeep(Span span) {
    return ParseCode.NESTED_TOO_DEEPLY.error(
        "nested too deeply: expected at most %d levels".formatted(MAX_DEPTH), span);
  }

  /** What made the parser stop, or null when it was the grammar. */
  @Nullable Diagnostic complaint() {
    return complaint;
  }

  /** Starts again at a statement. */
  void restart(int index) {
    at = index;
    depth = 0;
    complaint = null;
  }

  FerruleException unexpected() {
    return new FerruleException(ErrorCode.RULE_INVALID, "invalid syntax");
  }

  FerruleException stop(Diagnostic diagnostic) {
    complaint = diagnostic;
    return new FerruleException(ErrorCode.RULE_INVALID, diagnostic.message());
  }
}
