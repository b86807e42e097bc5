package dev.ferrule.rules.check;

import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.Diagnostic.Related;
import dev.ferrule.rules.syntax.Diagnostic.Severity;
import dev.ferrule.rules.syntax.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the checks of a set find. Confined to the check. */
final class Findings {
  private static final Comparator<Diagnostic> ORDER =
      Comparator.<Diagnostic, String>comparing(each -> each.span().file().path(), Sources::compare)
          .thenComparingInt(each -> each.span().line())
          .thenComparingInt(each -> each.span().columnBytes())
          .thenComparing(Diagnostic::message, Sources::compare);

  private final List<Diagnostic> found = new ArrayList<>();
  private int errors;

  void add(Diagnostic diagnostic) {
    found.add(diagnostic);
    if (diagnostic.severity() == Severity.ERROR) {
      errors++;
    }
  }

  void error(String code, String message, Span span, String hint) {
    error(code, message, span, hint, "", List.of());
  }

  /** An error that further places explain. */
  void error(
      String code,
      String message,
      Span span,
      String hint,
      String relatedMessage,
      List<Related> related) {
    add(new Diagnostic(Severity.ERROR, code, message, span, hint, relatedMessage, related));
  }

  void warning(String code, String message, Span span, String hint, List<Related> related) {
    add(new Diagnostic(Severity.WARNING, code, message, span, hint, "", related));
  }

  int errors() {
    return errors;
  }

  /** All of them by place. */
  List<Diagnostic> sorted() {
    return found.stream().sorted(ORDER).toList();
  }

  /** Places without a hint each. */
  static List<Related> places(List<Span> spans) {
    return spans.stream().map(span -> new Related(span, "")).toList();
  }
}
