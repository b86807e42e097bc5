package dev.ferrule.rules.syntax;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  private static final Set<String> WHOLE_FILE =
      Set.of(ParseCode.NUL_IN_SOURCE.id(), ParseCode.SURROGATE_IN_SOURCE.id());

  private Complaints() {}

  /** Whether an error leaves nothing to parse. */
  static boolean isAboutWholeFile(Diagnostic error) {
    return WHOLE_FILE.contains(error.code());
  }

  /**
   * @param in where the parser stopped
   * @param errors the lexer's, all of them
   * @param start where the statement starts that it stopped in
   */
  static Diagnostic about(TokenReader in, List<Diagnostic> errors, int start) {
    int from = in.tokens().get(start).span().startChars();
    var lexical = errors.stream().filter(each -> each.span().startChars() >= from).toList();
    boolean impatient = !lexical.isEmpty() && !PATIENT.contains(lexical.getFirst().code());
    if (impatient && !in.sees(Token.Kind.INDENT) && !in.sees(Token.Kind.DEDENT)) {
      return lexical.getFirst();
    }
    var complaint = in.complaint();
    var last = in.peek();
    if (complaint == null) {
      var finder = new MistakeFinder(in.tokens(), start, in.at);
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
    var open = openBracket(in.tokens().subList(start, in.tokens().size()));
    boolean reached = last.kind() == Token.Kind.ERROR;
    if (open != null
        && (reached
            ? first.code().equals(ParseCode.UNEXPECTED_END.id())
            : last.span().line() > open.span().line())) {
      return ParseCode.UNCLOSED_BRACKET.error(
          "'%s' was never closed".formatted(open.text()), MistakeFinder.characters(open.span()));
    }
    return reached ? first : complaint;
  }

  /** The innermost bracket that is open where the lexer first failed. */
  private static @Nullable Token openBracket(List<Token> tokens) {
    var open = new ArrayDeque<Token>();
    for (var token : tokens) {
      if (token.kind() == Token.Kind.ERROR) {
        break;
      }
      while (open.size() > token.depth()) {
        open.pop();
      }
      if (open.size() < token.depth()) {
        open.push(token);
      }
    }
    return open.peek();
  }
}
