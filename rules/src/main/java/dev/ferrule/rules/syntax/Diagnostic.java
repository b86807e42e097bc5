package dev.ferrule.rules.syntax;

import java.util.List;

/**
 * One finding about a rule set, as data. {@link DiagnosticText} renders it for people.
 *
 * @param severity whether it stops the set from being compiled
 * @param code its stable name, as {@code unknown-function}
 * @param message one line, lower case, without a full stop
 * @param span where it points
 * @param hint what to do about it; empty when there is nothing to add, else one or more lines
 * @param relatedMessage what the related places are, as {@code such as:}; empty when there are none
 * @param related further places that explain it
 */
public record Diagnostic(
    Severity severity,
    String code,
    String message,
    Span span,
    String hint,
    String relatedMessage,
    List<Related> related) {
  public Diagnostic {
    related = List.copyOf(related);
  }

  /** An error without related places. */
  public static Diagnostic error(String code, String message, Span span, String hint) {
    return new Diagnostic(Severity.ERROR, code, message, span, hint, "", List.of());
  }

  /** Whether a finding stops the set from being compiled. */
  public enum Severity {
    ERROR,
    WARNING
  }

  /**
   * A further place that explains a finding.
   *
   * @param hint what is there; empty when the place says enough
   */
  public record Related(Span span, String hint) {}
}
