package dev.ferrule.rules.syntax;

import java.util.List;
import java.util.Set;

/** Chooses, of all that is wrong with a file's syntax, what CPython says of it. */
final class Complaints {
  /** What the lexer only tells when the parser gets there: the rest comes before all else. */
  private static final Set<String> PATIENT =
      Set.of(
          ParseCode.UNCLOSED_BRACKET.id(),
          ParseCode.UNEXPECTED_END.id(),
          ParseCode.LINE_CONTINUATION.id(),
          ParseCode.UNINDENT_MISMATCH.id(),
          ParseCode.MIXED_TABS.id(),
          ParseCode.TOO_MANY_INDENTS.id());

  private Complaints() {}

  /**
   * @param in where the parser stopped
   * @param start where the statement starts that it stopped in
   */
  static Diagnostic about(TokenReader in, List<Diagnostic> lexical, int start) {
    boolean impatient =
        !lexical.isEmpty() && !PATIENT.contains(lexical.getFirst().code());
    if (impatient && !in.sees(Token.Kind.INDENT) && !in.sees(Token.Kind.DEDENT)) {
      return lexical.getFirst();
    }
    var complaint = in.complaint();
    var last = in.peek();
    if (complaint == null) {
      var finder = new MistakeFinder(in.tokens(), start);
      complaint = finder.find("statement");
      last = finder.furthest();
    }
    if (complaint.code().equals(ParseCode.UNEXPECTED_INDENT.id())) {
      return complaint;
    }
    if (impatient) {
      return lexical.getFirst();
    }
    if (lexical.isEmpty()) {
      return complaint;
    }
    var first = lexical.getFirst();
    boolean unclosed = first.code().equals(ParseCode.UNCLOSED_BRACKET.id());
    if (last.kind() == Token.Kind.ERROR
        || (unclosed && last.span().line() > first.span().line())) {
      return first;
    }
    return complaint;
  }
}
