package dev.ferrule.rules.evaluation;

import java.util.List;

/**
 * What one WhenRules came to.
 *
 * @param evaluated rules that had a value
 * @param matched those that fired
 * @param failed those that had none
 * @param effectsEmitted the kinds of the effects that followed
 * @param effectsFailed how many effects could not be made
 */
public record RuleAudit(
    List<String> evaluated,
    List<String> matched,
    List<String> failed,
    List<String> effectsEmitted,
    int effectsFailed) {
  public RuleAudit {
    evaluated = List.copyOf(evaluated);
    matched = List.copyOf(matched);
    failed = List.copyOf(failed);
    effectsEmitted = List.copyOf(effectsEmitted);
  }

  /** Whether something was missing when it was decided. */
  public boolean degraded() {
    return !failed.isEmpty() || effectsFailed > 0;
  }
}
