package dev.ferrule.rules.syntax;

import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.List;

/** One expression within an f-string. Confined. */
final class Fragment {
  private final TokenReader outer;
  private final Span token;
  private final int from;
  private final int to;

  Fragment(TokenReader outer, Token token, int from, int to) {
    this.outer = outer;
    this.token = token.span();
    this.from = this.token.startChars() + from;
    this.to = this.token.startChars() + to;
  }

  Py.Expr parse() {
    var lexed = Lexer.lexWithin(cursor());
    if (!lexed.errors().isEmpty()) {
      throw outer.stop(moved(lexed.errors().getFirst()));
    }
    var in = new TokenReader(lexed.tokens());
    in.depth(outer.depth());
    var expressions = new ExpressionParser(in);
    try {
      var value = expressions.yieldOrNamed();
      in.expect(Token.Kind.NEWLINE);
      return value;
    } catch (FerruleException e) {
      var complaint = in.complaint();
      throw outer.stop(
          complaint == null
              ? moved(prefixed(new MistakeFinder(within(lexed.tokens()), 0).find("fragment")))
              : complaint);
    }
  }

  /** The tokens in the parentheses that CPython puts around them. */
  private List<Token> within(List<Token> tokens) {
    var all = new ArrayList<Token>();
    var span = tokens.getFirst().span();
    all.add(new Token(Token.Kind.OPERATOR, "(", span, 1));
    for (var each : tokens) {
      if (each.kind() == Token.Kind.NEWLINE) {
        all.add(new Token(Token.Kind.OPERATOR, ")", each.span(), 0));
      }
      all.add(each);
    }
    return new TokenReader(all).tokens();
  }

  private Cursor cursor() {
    var file = token.file();
    int line = token.line();
    int lineStart = token.startChars() - charsBefore(token);
    for (int i = token.startChars(); i < from; i++) {
      char c = file.text().charAt(i);
      if (c == '\n' || (c == '\r' && file.text().charAt(i + 1) != '\n')) {
        line++;
        lineStart = i + 1;
      }
    }
    return new Cursor(file, from, line, lineStart, to);
  }

  private static int charsBefore(Span span) {
    var text = span.file().text();
    int start = span.startChars();
    while (start > 0 && !Cursor.isNewline(text.charAt(start - 1))) {
      start--;
    }
    return span.startChars() - start;
  }

  private static Diagnostic prefixed(Diagnostic complaint) {
    return complaint.message().startsWith("f-string")
        ? complaint
        : new Diagnostic(
            complaint.severity(),
            complaint.code(),
            "f-string: " + complaint.message(),
            complaint.span(),
            complaint.hint(),
            complaint.relatedMessage(),
            complaint.related());
  }

  /** CPython gives the column within the expression as if it stood alone in parentheses. */
  private Diagnostic moved(Diagnostic complaint) {
    var span = complaint.span();
    var text = span.file().text();
    int lineStart = span.startChars();
    while (lineStart > from && !Cursor.isNewline(text.charAt(lineStart - 1))) {
      lineStart--;
    }
    int column = text.codePointCount(lineStart, span.startChars()) + (lineStart == from ? 1 : 0);
    return new Diagnostic(
        complaint.severity(),
        complaint.code(),
        complaint.message(),
        new Span(span.file(), span.line(), column, span.startChars(), span.endChars()),
        complaint.hint(),
        complaint.relatedMessage(),
        complaint.related());
  }
}
