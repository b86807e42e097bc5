package dev.ferrule.rules.values;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule set asks for when rules fire. Immutable; the rules that asked stand in the result.
 */
public sealed interface Effect {
  /** How a result shows it: a verdict as its word, a label as {@code type/label/status}. */
  default String shown() {
    return switch (this) {
      case Verdict(String verdict) -> verdict;
      case LabelChange change ->
          change.entity().type() + "/" + change.label() + "/" + change.status().number();
      case Custom custom -> custom.text();
    };
  }

  /** A word returned to the caller. */
  record Verdict(String verdict) implements Effect {}

  /**
   * A change of a label.
   *
   * @param expiresAfter absent when the label stays
   * @param delayActionBy absent when it takes effect at once
   * @param dependentRule the rule of {@code apply_if}, absent when none was given or it failed
   * @param suppressed whether the rule of {@code apply_if} failed, so that nothing changes
   */
  record LabelChange(
      Entity entity,
      LabelStatus status,
      String label,
      @Nullable TimeDelta expiresAfter,
      @Nullable TimeDelta delayActionBy,
      @Nullable RuleValue dependentRule,
      boolean suppressed)
      implements Effect {
    /** Whether the label does change. */
    public boolean applies() {
      return !suppressed && (dependentRule == null || dependentRule.value());
    }
  }

  /**
   * An effect that a function of yours made.
   *
   * @param feature the key under which the result lists these effects, as {@code __ban_user}
   * @param text how the result shows this one
   * @param arguments its values in the order of the parameters, for sinks
   */
  record Custom(String feature, String text, List<? extends @Nullable Object> arguments)
      implements Effect {}
}
