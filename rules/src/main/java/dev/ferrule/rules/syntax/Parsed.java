package dev.ferrule.rules.syntax;

import java.util.List;

/**
 * What a file came to.
 *
 * @param root every statement without an error
 * @param diagnostics the first error of the file; empty when there is none
 * @param recovered the errors after the first, for an editor: a later one may follow from an
 *     earlier one
 */
public record Parsed(Node.Root root, List<Diagnostic> diagnostics, List<Diagnostic> recovered) {
  public Parsed {
    diagnostics = List.copyOf(diagnostics);
    recovered = List.copyOf(recovered);
  }
}
