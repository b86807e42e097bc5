package dev.ferrule.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.rules.bytecode.Evaluator;
import dev.ferrule.rules.bytecode.RuleCompiler;
import dev.ferrule.rules.check.CheckResult;
import dev.ferrule.rules.check.CheckedRules;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A checked set in both engines, which must come to the same. */
final class BothEngines {
  private static final FunctionTable FUNCTIONS = TestRules.functions();

  private final Evaluator compiled;
  private final Interpreter interpreter;

  private BothEngines(CheckedRules rules) {
    compiled = RuleCompiler.compile(rules, TestRules.services()).newEvaluator();
    interpreter = new Interpreter(rules, TestRules.services());
  }

  static CheckResult check(Map<String, String> files) {
    var all = new LinkedHashMap<>(files);
    all.putIfAbsent("config.yaml", "");
    return Checker.check(Sources.of(all), FUNCTIONS, Lists.NONE);
  }

  static CheckResult check(String text) {
    return check(Map.of("main.sml", text));
  }

  static BothEngines of(Map<String, String> files) {
    var result = check(files);
    if (result.rules() == null) {
      throw new AssertionError(DiagnosticText.render(result.diagnostics().subList(0, 1)));
    }
    return new BothEngines(result.rules());
  }

  static BothEngines of(String text) {
    return of(Map.of("main.sml", text));
  }

  Evaluator compiled() {
    return compiled;
  }

  static Event event(String json) {
    return new Event(1, "test", EventTime.parse("2026-01-02T03:04:05Z"), JsonSlice.of(json));
  }

  /** What both come to. */
  Evaluation evaluate(String json) {
    var found = compiled.evaluate(event(json));
    var expected = interpreter.evaluate(event(json)).evaluation();
    assertEquals(expected.features(), found.features());
    assertEquals(errors(expected), errors(found));
    assertEquals(expected.effects().toString(), found.effects().toString());
    return found;
  }

  /** The messages of what failed. */
  static List<String> errors(Evaluation evaluation) {
    return evaluation.errors().stream().map(EvaluationError::message).toList();
  }

  /** Many texts in one. */
  static String each(int count, IntFunction<String> text) {
    return each(count, "", text);
  }

  static String each(int count, String separator, IntFunction<String> text) {
    return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining(separator));
  }
}
