package dev.ferrule.rules.check;

import dev.ferrule.rules.syntax.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check came to. Immutable.
 *
 * @param diagnostics errors and warnings by place
 * @param rules the set, null when there are errors
 */
public record CheckResult(List<Diagnostic> diagnostics, @Nullable CheckedRules rules) {
  public CheckResult {
    diagnostics = List.copyOf(diagnostics);
  }

  /** Whether there are no errors. */
  public boolean isValid() {
    return rules != null;
  }
}
