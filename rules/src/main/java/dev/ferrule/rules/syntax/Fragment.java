package dev.ferrule.rules.syntax;

import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.List;

/** One expression within an f-string. Confined. */
final class Fragment {
  private final TokenReader outer;
  private final Cursor place;
  private final int from;
  private final int to;

  /**
   * @param place somewhere before it, and moved to it
   */
  Fragment(TokenReader outer, Cursor place, int from, int to) {
    this.outer = outer;
    this.place = place;
    this.from = from;
    this.to = to;
  }

  Py.Expr parse() {
    var lexed = Lexer.lexWithin(place.part(from, to));
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
              ? moved(
                  prefixed(
                      new MistakeFinder(within(lexed.tokens()), 0, in.at + 1).find("fragment")))
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
