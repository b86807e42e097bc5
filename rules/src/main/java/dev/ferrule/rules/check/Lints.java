package dev.ferrule.rules.check;

import dev.ferrule.rules.syntax.Diagnostic;
import java.util.List;

/** What is allowed in a rule set and yet hardly meant. Stateless. */
public final class Lints {
  private Lints() {}

  /** Warnings about a checked set, by place; none stops it from being compiled. */
  public static List<Diagnostic> lint(CheckedRules rules, Sources sources) {
    var findings = new Findings();
    var files = rules.files().stream().map(Outline::new).toList();
    for (var file : files) {
      EscapeLints.lint(file.file(), findings);
    }
    new RuleLints(rules, files, findings).lint();
    new ComparisonLints(rules, files, findings).lint();
    new UsageLints(rules, sources, files, findings).lint();
    return findings.sorted();
  }
}
