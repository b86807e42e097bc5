package dev.ferrule.rules.format;

import dev.ferrule.rules.syntax.Diagnostic;
import java.util.List;

/** What formatting a file came to. Immutable. */
public sealed interface Formatted {
  /**
   * The file laid out.
   *
   * @param changed whether it differs from what was given
   */
  record Text(String text, boolean changed) implements Formatted {}

  /**
   * A file that is left alone because it does not parse.
   *
   * @param errors why, one or more
   */
  record Refused(List<Diagnostic> errors) implements Formatted {
    public Refused {
      errors = List.copyOf(errors);
    }
  }
}
