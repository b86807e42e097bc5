package dev.ferrule.rules.evaluation;

import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.RuleValue;
import java.util.List;

/** An effect, and the rules that asked for it in one WhenRules. */
public record EmittedEffect(Effect effect, List<RuleValue> rules) {
  public EmittedEffect {
    rules = List.copyOf(rules);
  }
}
