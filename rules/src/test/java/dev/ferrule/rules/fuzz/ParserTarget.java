package dev.ferrule.rules.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.RuleSets;
import dev.ferrule.rules.bytecode.RuleCompiler;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.check.Checker;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.evaluation.Evaluation;
import dev.ferrule.rules.evaluation.EvaluationError;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventTime;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.format.Formatted;
import dev.ferrule.rules.format.Formatter;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.Lists;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.interpreter.Interpreter;
import dev.ferrule.rules.labels.MemoryLabels;
import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.DiagnosticJson;
import dev.ferrule.rules.syntax.DiagnosticText;
import dev.ferrule.rules.syntax.Parser;
import dev.ferrule.rules.syntax.SourceFile;
import dev.ferrule.rules.syntax.Span;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Any text is a rule file, or is described with places inside it. What can be formatted is stable,
 * and what can be run comes to the same in both engines.
 */
public final class ParserTarget {
  private static final FunctionTable FUNCTIONS =
      new FunctionTable(RuleSets.functions(StandardFunctions.Options.DEFAULT));
  private static final Event EVENT =
      new Event(
          1,
          "test",
          EventTime.parse("2026-01-02T03:04:05Z"),
          JsonSlice.of("{\"a\": 1, \"b\": \"x\", \"c\": [1.5, null], \"d\": {\"e\": true}}"));

  private ParserTarget() {}

  /** Checks one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    var file = new SourceFile("main.sml", new String(input, StandardCharsets.UTF_8));
    var parsed = Parser.parse(file);
    var all = new ArrayList<>(parsed.diagnostics());
    all.addAll(parsed.recovered());
    check(file, all);
    if (Formatter.format(file) instanceof Formatted.Text(var once, _)) {
      var again = Formatter.format(new SourceFile("main.sml", once));
      assertTrue(again instanceof Formatted.Text(var twice, _) && twice.equals(once), once);
    }
    var checked =
        Checker.check(
            Sources.of(Map.of("main.sml", file.text(), "config.yaml", "")), FUNCTIONS, Lists.NONE);
    check(file, checked.diagnostics());
    if (checked.rules() != null) {
      run(checked.rules());
    }
  }

  private static void check(SourceFile file, List<Diagnostic> diagnostics) {
    for (var diagnostic : diagnostics) {
      check(file, diagnostic.span());
      diagnostic.related().forEach(related -> check(file, related.span()));
    }
    assertTrue(DiagnosticJson.render(diagnostics).startsWith("["));
    assertEquals(diagnostics.isEmpty(), DiagnosticText.render(diagnostics).isEmpty());
  }

  private static void check(SourceFile file, Span span) {
    boolean inside =
        !span.file().equals(file)
            || (0 <= span.startChars()
                && span.startChars() <= span.endChars()
                && span.endChars() <= file.text().length());
    assertTrue(inside, () -> span.startChars() + "-" + span.endChars());
  }

  private static void run(CheckedRules rules) {
    var compiled = RuleCompiler.compile(rules, services()).newEvaluator();
    var found = compiled.evaluate(EVENT);
    var expected = new Interpreter(rules, services()).evaluate(EVENT).evaluation();
    assertEquals(expected.features().toString(), found.features().toString());
    assertEquals(errors(expected), errors(found));
    assertEquals(expected.effects().toString(), found.effects().toString());
  }

  private static List<String> errors(Evaluation evaluation) {
    return evaluation.errors().stream().map(EvaluationError::message).sorted().toList();
  }

  private static Services services() {
    var clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    return new Services(new MemoryLabels(100, clock), clock, () -> new Random(1));
  }
}
