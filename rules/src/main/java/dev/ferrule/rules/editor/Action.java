package dev.ferrule.rules.editor;

import dev.ferrule.rules.syntax.Diagnostic;
import java.util.List;

/**
 * A change that does away with a finding.
 *
 * @param title what it does
 * @param finding what it is for
 */
public record Action(String title, Diagnostic finding, List<Edit> edits) {
  public Action {
    edits = List.copyOf(edits);
  }
}
