package dev.ferrule.rules.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.LabelStatus;
import dev.ferrule.rules.values.RuleValue;
import dev.ferrule.rules.values.TimeDelta;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryLabelsTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final Entity USER = new Entity("User", "42");

  private Instant now = START;
  private final MemoryLabels labels = new MemoryLabels(2, () -> now);

  private boolean set(LabelStatus status, String reason, @Nullable Instant expiresAt) {
    return labels.set(USER, "spam", status, reason, "because", now, expiresAt);
  }

  private EntityLabels.State state() {
    return java.util.Objects.requireNonNull(labels.read(USER).labels().get("spam"));
  }

  @Test
  void aRuleAddsALabelWithItsReason() {
    var change =
        new Effect.LabelChange(
            USER, LabelStatus.ADDED, "spam", new TimeDelta(1_500_000), null, null, false);
    labels.apply(change, "Spam", "too many links", START);
    assertEquals(LabelStatus.ADDED, state().status());
    assertEquals(
        Map.of("Spam", new EntityLabels.Reason("too many links", START, START.plusMillis(1500))),
        state().reasons());
  }

  @Test
  void aChangeThatDoesNotApplyChangesNothing() {
    var rule = new RuleValue("R", false, "", Map.of());
    labels.apply(
        new Effect.LabelChange(USER, LabelStatus.ADDED, "spam", null, null, rule, false),
        "Spam",
        "",
        START);
    labels.apply(
        new Effect.LabelChange(USER, LabelStatus.ADDED, "spam", null, null, null, true),
        "Spam",
        "",
        START);
    assertEquals(EntityLabels.NONE, labels.read(USER));
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
    assertEquals(LabelStatus.MANUALLY_REMOVED, labels.previous(USER, "spam").getFirst().status());
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
    assertEquals(2, labels.previous(USER, "spam").size());
  }

  @Test
  void aReasonIsRenewedFromItsFirstTime() {
    set(LabelStatus.ADDED, "Spam", START.plusSeconds(60));
    now = START.plusSeconds(30);
    assertTrue(set(LabelStatus.ADDED, "Spam", START.plusSeconds(90)));
    var reason = java.util.Objects.requireNonNull(state().reasons().get("Spam"));
    assertEquals(START, reason.createdAt());
    assertEquals(START.plusSeconds(90), reason.expiresAt());
  }

  @Test
  void anOlderReasonDoesNotReplaceANewerOne() {
    now = START.plusSeconds(30);
    set(LabelStatus.ADDED, "Spam", null);
    labels.set(USER, "spam", LabelStatus.ADDED, "Spam", "late", START, START.plusSeconds(1));
    var reason = java.util.Objects.requireNonNull(state().reasons().get("Spam"));
    assertEquals("because", reason.description());
    assertNull(reason.expiresAt());
  }

  @Test
  void emptyNamesAreRefused() {
    assertFalse(labels.set(USER, "", LabelStatus.ADDED, "r", "", START, null));
    assertFalse(
        labels.set(new Entity("User", ""), "spam", LabelStatus.ADDED, "r", "", START, null));
  }

  @Test
  void theEntityLeastRecentlyUsedIsForgotten() {
    var second = new Entity("User", "2");
    set(LabelStatus.ADDED, "Spam", null);
    labels.set(second, "spam", LabelStatus.ADDED, "r", "", START, null);
    labels.read(USER);
    labels.set(new Entity("User", 3L), "spam", LabelStatus.ADDED, "r", "", START, null);
    assertEquals(EntityLabels.NONE, labels.read(second));
    assertEquals(LabelStatus.ADDED, state().status());
  }

  @Test
  void threadsLoseNoReason() throws InterruptedException {
    var start = new CountDownLatch(1);
    var threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      int thread = t;
      threads[t] =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  start.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                for (int i = 0; i < 200; i++) {
                  set(LabelStatus.ADDED, "r" + thread + "-" + i, null);
                }
              });
    }
    start.countDown();
    for (var thread : threads) {
      thread.join();
    }
    assertEquals(800, state().reasons().size());
  }
}
