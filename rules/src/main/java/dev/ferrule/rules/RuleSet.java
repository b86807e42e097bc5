package dev.ferrule.rules;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.bytecode.Program;
import dev.ferrule.rules.bytecode.RuleCompiler;
import dev.ferrule.rules.check.CheckResult;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.check.Checker;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.Lists;
import dev.ferrule.rules.syntax.DiagnosticText;

/**
 * A rule set with all that it is checked against. Thread-safe.
 *
 * <p>
 *
 * {@snippet :
 * try (RuleSet set = RuleSets.open(Path.of("rules"), StandardFunctions.Options.DEFAULT, null)) {
 *   Evaluator evaluator = set.compile(services).newEvaluator();
 *   Evaluation evaluation = evaluator.evaluate(event);
 * }
 * }
 *
 * @param sources the files
 * @param functions what rules may call
 * @param lists the named lists
 * @param release what to do when neither the set nor a program of it is needed any more
 */
public record RuleSet(Sources sources, FunctionTable functions, Lists lists, Runnable release)
    implements AutoCloseable {
  /** Checks all files. Never throws on account of what they say. */
  public CheckResult check() {
    return Checker.check(sources, functions, lists);
  }

  /**
   * The checked set.
   *
   * @throws FerruleException with {@link ErrorCode#RULE_INVALID} and all errors as text
   */
  public CheckedRules checked() {
    CheckResult result = check();
    if (result.rules() == null) {
      throw new FerruleException(
          ErrorCode.RULE_INVALID, DiagnosticText.render(result.diagnostics()));
    }
    return result.rules();
  }

  /** The set as a program, checked before. */
  public Program compile(Services services) {
    return RuleCompiler.compile(checked(), services);
  }

  @Override
  public void close() {
    release.run();
  }
}
