package dev.ferrule.rules;

import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.labels.EntityLabels;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;

/** What tests of evaluation share. */
final class TestRules {
  private TestRules() {}

  static FunctionTable functions() {
    return new FunctionTable(RuleSets.functions(StandardFunctions.Options.DEFAULT));
  }

  static Services services() {
    return new Services(new NoLabels(), Clock.systemUTC(), () -> new Random(1));
  }

  private static final class NoLabels implements Labels {
    @Override
    public EntityLabels read(Entity entity) {
      return EntityLabels.NONE;
    }

    @Override
    public void apply(Effect.LabelChange change, String ruleName, String description, Instant at) {}
  }
}
