package dev.ferrule.rules.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.RuleSet;
import dev.ferrule.rules.RuleSets;
import dev.ferrule.rules.format.Formatted;
import dev.ferrule.rules.format.Formatter;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.syntax.DiagnosticText;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The rule set that users read first has to be right in every respect. */
class SafetyExampleTest {
  private static RuleSet example() {
    var root = Path.of(Objects.requireNonNull(System.getProperty("ferrule.root")));
    return RuleSets.open(root.resolve("examples/safety"), StandardFunctions.Options.DEFAULT, null);
  }

  @Test
  void checksWithoutErrorsAndWarnings() {
    assertEquals("", DiagnosticText.render(example().check().diagnostics()));
  }

  @Test
  void everyCaseOfItsTestsPasses() {
    var set = example();
    var outcomes = RuleTests.run(set.checked(), set.sources().tests());
    assertTrue(outcomes.size() >= 40, () -> "found only %d cases".formatted(outcomes.size()));
    assertEquals(List.of(), outcomes.stream().filter(outcome -> !outcome.passed()).toList());
  }

  @Test
  void itsFilesAreLaidOut() {
    for (var file : example().sources().rules().values()) {
      assertEquals(new Formatted.Text(file.text(), false), Formatter.format(file), file.path());
    }
  }
}
