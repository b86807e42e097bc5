package dev.ferrule.server.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.labels.EntityLabels;
import dev.ferrule.rules.labels.LabelChange;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.LabelStatus;
import dev.ferrule.rules.values.RuleValue;
import dev.ferrule.rules.values.TimeDelta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every place that keeps labels does. */
abstract class LabelsContractTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final Entity USER = new Entity("User", "42");

  private Instant now = START;

  Instant now() {
    return now;
  }

  abstract Labels labels();

  abstract boolean set(Entity entity, LabelChange change);

  abstract List<EntityLabels.State> previous(Entity entity, String label);

  private boolean set(LabelStatus status, String reason, @Nullable Instant expiresAt) {
    return set(USER, new LabelChange("spam", status, reason, "because", now, expiresAt));
  }

  private EntityLabels.State state() {
    return Objects.requireNonNull(labels().read(USER).labels().get("spam"));
  }

  private static Effect.LabelChange effect(@Nullable RuleValue rule, boolean suppressed) {
    return new Effect.LabelChange(
        USER, LabelStatus.ADDED, "spam", new TimeDelta(1_500_000), null, rule, suppressed);
  }

  @Test
  void aRuleAddsALabelWithItsReason() {
    labels().apply(effect(null, false), "Spam", "too many links", START);
    assertEquals(LabelStatus.ADDED, state().status());
    assertEquals(
        Map.of("Spam", new EntityLabels.Reason("too many links", START, START.plusMillis(1500))),
        state().reasons());
  }

  @Test
  void aChangeThatDoesNotApplyChangesNothing() {
    labels().apply(effect(new RuleValue("R", false, "", Map.of()), false), "Spam", "", START);
    labels().apply(effect(null, true), "Spam", "", START);
    assertEquals(EntityLabels.NONE, labels().read(USER));
  }

  @Test
  void rulesDoNotOverrideWhatWasSetByHandUntilItExpires() {
    var end = START.plusSeconds(60);
    assertTrue(set(LabelStatus.MANUALLY_REMOVED, "operator", end));
    assertFalse(set(LabelStatus.ADDED, "Spam", null));
    now = end.plusSeconds(5);
    assertFalse(set(LabelStatus.ADDED, "Spam", null), "within the grace");
    now = end.plusSeconds(6);
    assertTrue(set(LabelStatus.ADDED, "Spam", null));
    assertEquals(LabelStatus.ADDED, state().status());
    assertEquals(LabelStatus.MANUALLY_REMOVED, previous(USER, "spam").getFirst().status());
  }

  @Test
  void anExpiredReasonDoesNotExpireALabelThatHasAnother() {
    set(LabelStatus.MANUALLY_ADDED, "a", START.plusSeconds(1));
    set(LabelStatus.MANUALLY_ADDED, "b", null);
    now = START.plusSeconds(1000);
    assertFalse(set(LabelStatus.REMOVED, "Spam", null));
    assertEquals(Set.of("a", "b"), state().reasons().keySet());
  }

  @Test
  void whatIsSetByHandOverridesRulesAndOtherActsByHand() {
    set(LabelStatus.ADDED, "Spam", null);
    assertTrue(set(LabelStatus.MANUALLY_ADDED, "operator", null));
    assertTrue(set(LabelStatus.MANUALLY_REMOVED, "operator", null));
    assertEquals(Set.of("operator"), state().reasons().keySet());
    assertEquals(2, previous(USER, "spam").size());
  }

  @Test
  void aReasonIsRenewedFromItsFirstTime() {
    set(LabelStatus.ADDED, "Spam", START.plusSeconds(60));
    now = START.plusSeconds(30);
    assertTrue(set(LabelStatus.ADDED, "Spam", START.plusSeconds(90)));
    var reason = Objects.requireNonNull(state().reasons().get("Spam"));
    assertEquals(START, reason.createdAt());
    assertEquals(START.plusSeconds(90), reason.expiresAt());
  }

  @Test
  void anOlderReasonDoesNotReplaceANewerOne() {
    now = START.plusSeconds(30);
    set(LabelStatus.ADDED, "Spam", null);
    var late =
        new LabelChange("spam", LabelStatus.ADDED, "Spam", "late", START, START.plusSeconds(1));
    assertTrue(set(USER, late));
    var reason = Objects.requireNonNull(state().reasons().get("Spam"));
    assertEquals("because", reason.description());
    assertNull(reason.expiresAt());
  }

  @Test
  void namesThatCannotBeKeptAreRefused() {
    for (String bad : List.of("", "\ud800", "x".repeat(5_000), "ä".repeat(3_000))) {
      var change = new LabelChange(bad, LabelStatus.ADDED, "r", "", START, null);
      assertFalse(set(USER, change), () -> "label of " + bad.length());
      var other = new Entity("User", bad);
      var usual = new LabelChange("spam", LabelStatus.ADDED, "r", "", START, null);
      assertFalse(set(other, usual), () -> "id of " + bad.length());
      assertEquals(EntityLabels.NONE, labels().read(other));
    }
  }

  @Test
  void oneHundredPreviousStatesAreKept() {
    for (int i = 0; i < 120; i++) {
      set(i % 2 == 0 ? LabelStatus.ADDED : LabelStatus.REMOVED, "r" + i, null);
    }
    var previous = previous(USER, "spam");
    assertEquals(100, previous.size());
    assertEquals(Set.of("r118"), previous.getFirst().reasons().keySet());
    assertEquals(Set.of("r19"), previous.getLast().reasons().keySet());
  }

  @Test
  void oneThousandReasonsAreKept() {
    for (int i = 0; i < 1_000; i++) {
      assertTrue(set(LabelStatus.ADDED, "r" + i, null));
    }
    assertFalse(set(LabelStatus.ADDED, "one more", null));
    assertTrue(set(LabelStatus.ADDED, "r7", null), "one that is there");
    assertEquals(1_000, state().reasons().size());
  }

  @Test
  void aLongDescriptionIsCutBetweenCharacters() {
    String text = "x".repeat(LabelChange.MOST_DESCRIPTION_CHARS - 1) + "😀";
    set(USER, new LabelChange("spam", LabelStatus.ADDED, "r", text, START, null));
    var reason = Objects.requireNonNull(state().reasons().get("r"));
    assertEquals(text.substring(0, text.length() - 2), reason.description());
  }
}
