package dev.ferrule.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.ferrule.rules.bytecode.RuleCompiler;
import dev.ferrule.rules.check.Checker;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.evaluation.Evaluation;
import dev.ferrule.rules.evaluation.EvaluationError;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventTime;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.Lists;
import dev.ferrule.rules.interpreter.Interpreter;
import dev.ferrule.rules.syntax.DiagnosticText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Random programs on random events come to the same by bytecode and by walking the tree. */
class EnginesAgreeFuzzTest {
  private static final long SEED = Long.getLong("seed", 20_261_121L);
  private static final int PROGRAMS = Integer.getInteger("programs", 400);
  private static final int EVENTS = 12;

  @Test
  void compiledRulesComeToWhatTheInterpreterDoes() {
    FunctionTable functions = TestRules.functions();
    for (long seed = SEED; seed < SEED + PROGRAMS; seed++) {
      String text = RandomRules.rules(seed);
      var checked =
          Checker.check(
              Sources.of(Map.of("main.sml", text, "config.yaml", "")), functions, Lists.NONE);
      long failing = seed;
      assertNotNull(
          checked.rules(),
          () -> "-Dseed=" + failing + "\n" + DiagnosticText.render(checked.diagnostics()) + text);
      var compiled = RuleCompiler.compile(checked.rules(), TestRules.services()).newEvaluator();
      var interpreter = new Interpreter(checked.rules(), TestRules.services());
      for (int i = 0; i < EVENTS; i++) {
        String json = RandomRules.event(seed * EVENTS + i);
        var event =
            new Event(i, "test", EventTime.parse("2026-01-02T03:04:05Z"), JsonSlice.of(json));
        assertSame(
            interpreter.evaluate(event).evaluation(),
            compiled.evaluate(event),
            "-Dseed=" + seed + " event " + i + "\n" + text + json);
      }
    }
  }

  private static void assertSame(Evaluation expected, Evaluation found, String program) {
    assertEquals(
        expected.features().toString(),
        found.features().toString(),
        () -> "features of " + program);
    assertEquals(errors(expected), errors(found), () -> "errors of " + program);
    assertEquals(
        expected.effects().toString(), found.effects().toString(), () -> "effects of " + program);
    assertEquals(expected.audits(), found.audits(), () -> "audits of " + program);
  }

  private static List<String> errors(Evaluation evaluation) {
    return evaluation.errors().stream().map(EvaluationError::message).sorted().toList();
  }
}
