package dev.ferrule.rules.functions.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.rules.functions.TestCall;
import dev.ferrule.rules.labels.EntityLabels;
import dev.ferrule.rules.labels.EntityLabels.Reason;
import dev.ferrule.rules.labels.EntityLabels.State;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.LabelStatus;
import dev.ferrule.rules.values.TimeDelta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HasLabelTest {
  private static final Instant NOW = TestCall.TIME.toInstant();

  private static EntityLabels labels(LabelStatus status, @Nullable Instant expiresAt) {
    var reason = new Reason("", NOW.minusSeconds(60), expiresAt);
    return new EntityLabels(Map.of("spammer", new State(status, Map.of("R", reason))));
  }

  private static TestCall call(EntityLabels labels) {
    return new TestCall(EngineFunctions.all(), "HasLabel")
        .withLabelDefinition("spammer")
        .with("entity", new Entity("User", "u"))
        .with("label", "spammer")
        .withLabels(labels);
  }

  @Test
  void aLabelCountsUntilItExpires() {
    assertEquals(true, call(labels(LabelStatus.ADDED, null)).value());
    assertEquals(true, call(labels(LabelStatus.ADDED, NOW.plusMillis(1))).value());
    assertEquals(false, call(labels(LabelStatus.ADDED, NOW)).value());
    assertEquals(false, call(EntityLabels.NONE).value());
  }

  @Test
  void anAbsentLabelIsRemovedUnlessAnOperatorMustHaveDoneIt() {
    assertEquals(true, call(EntityLabels.NONE).with("status", "removed").value());
    assertEquals(
        false, call(EntityLabels.NONE).with("status", "removed").with("manual", true).value());
    assertEquals(
        true, call(EntityLabels.NONE).with("status", "removed").with("manual", false).value());
  }

  @Test
  void manualTellsOperatorsFromRules() {
    var manual = labels(LabelStatus.MANUALLY_ADDED, null);
    assertEquals(true, call(manual).value());
    assertEquals(true, call(manual).with("manual", true).value());
    assertEquals(false, call(manual).with("manual", false).value());
  }

  @Test
  void aLabelMustBeOlderThanTheLeastAge() {
    var labels = labels(LabelStatus.ADDED, null);
    assertEquals(true, call(labels).with("min_label_age", new TimeDelta(59_999_999)).value());
    assertEquals(false, call(labels).with("min_label_age", new TimeDelta(60_000_000)).value());
  }

  @Test
  void anEntityWithoutLabelsMayBeAnError() {
    assertEquals(
        Failure.unexpected(
            "EmptyEntityError",
            "Entity 'User/u' has no labels. This may indicate the labels service failed to fetch"
                + " data. (Checked for label: 'spammer')"),
        call(EntityLabels.NONE).with("error_on_empty", true).value());
  }

  @Test
  void unknownLabelsAndStatusesAreRefused() {
    assertEquals(
        List.of(
            "unknown label status\nexpected `added` or `removed`, got `manually_added`\n"
                + "to specify a manually set label, set `manual=True`",
            "unknown label\nunknown label `spam`, did you mean `spammer`?"),
        call(EntityLabels.NONE).with("status", "manually_added").with("label", "spam").errors());
  }
}
