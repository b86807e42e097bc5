package dev.ferrule.rules.syntax;

import java.util.List;

/**
 * The tokens of a file, comments and blank lines included, and what was wrong with it.
 *
 * @param tokens in order; the last one is {@link Token.Kind#END}
 * @param errors in the order found
 */
public record Lexed(List<Token> tokens, List<Diagnostic> errors) {
  public Lexed {
    tokens = List.copyOf(tokens);
    errors = List.copyOf(errors);
  }
}
