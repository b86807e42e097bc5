package dev.ferrule.rules.check;

import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.Lists;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.DiagnosticText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Small rule sets for tests. */
final class Sets {
  static final FunctionTable FUNCTIONS =
      new FunctionTable(StandardFunctions.all(StandardFunctions.Options.DEFAULT));

  private Sets() {}

  /** Checks a set of paths and texts, one after the other. */
  static CheckResult check(String... pathsAndTexts) {
    return Checker.check(sources(pathsAndTexts), FUNCTIONS, Lists.NONE);
  }

  static Sources sources(String... pathsAndTexts) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      texts.put(pathsAndTexts[i], pathsAndTexts[i + 1]);
    }
    return Sources.of(texts);
  }

  /** What {@code main.sml} with this text comes to, as text. */
  static String rendered(String main) {
    return DiagnosticText.render(check("main.sml", main).diagnostics());
  }

  /** A valid set. */
  static CheckedRules rules(String... pathsAndTexts) {
    var result = check(pathsAndTexts);
    return Objects.requireNonNull(
        result.rules(), () -> DiagnosticText.render(result.diagnostics()));
  }

  /** The codes of the diagnostics of a set. */
  static List<String> codes(String... pathsAndTexts) {
    return check(pathsAndTexts).diagnostics().stream().map(Diagnostic::code).toList();
  }

  /** The codes of the warnings about a valid set. */
  static List<String> lints(String... pathsAndTexts) {
    return Lints.lint(rules(pathsAndTexts), sources(pathsAndTexts)).stream()
        .map(Diagnostic::code)
        .toList();
  }
}
