package dev.ferrule.rules.functions.engine;

import static dev.ferrule.rules.functions.Signature.Parameter.constant;
import static dev.ferrule.rules.functions.Signature.Parameter.optional;
import static dev.ferrule.rules.functions.Signature.Parameter.optionalConstant;

import dev.ferrule.rules.functions.Arguments;
import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.EventContext;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.labels.EntityLabels;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.LabelStatus;
import dev.ferrule.rules.values.TimeDelta;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code HasLabel}: whether an entity has a label now. */
final class HasLabel implements Function {
  private static final Signature SIGNATURE =
      new Signature(
          "HasLabel",
          List.of(),
          "Labels",
          "Says whether a label that has not expired is on an entity, or is not on it.",
          List.of(
              Parameter.of("entity", Type.entityOf(Type.ANY), "What the label is about."),
              constant(
                  "label", Type.STR, "The label, one of those that the configuration defines."),
              optional(
                  "manual",
                  Type.optional(Type.BOOL),
                  null,
                  "True for labels that an operator changed, False for those that rules changed."),
              optionalConstant(
                  "status",
                  Type.STR,
                  "added",
                  "`added`, or `removed`, which an absent label is too."),
              optional(
                  "min_label_age",
                  Type.optional(Type.TIME_DELTA),
                  null,
                  "How long the label must have been as it is, at least."),
              optional(
                  "error_on_empty",
                  Type.BOOL,
                  false,
                  "Whether it is an error that the entity has no labels at all.")),
          null,
          Type.BOOL,
          Signature.Purity.EVENT,
          "IsSpammer = HasLabel(entity=UserId, label='spammer')");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Prepared prepare(CallSite site) {
    String status = site.text("status");
    if (!status.equals("added") && !status.equals("removed")) {
      String upper = status.toUpperCase(Locale.ROOT);
      boolean manual = upper.equals("MANUALLY_ADDED") || upper.equals("MANUALLY_REMOVED");
      site.reject(
          "unknown label status",
          site.spanOf("status"),
          "expected `added` or `removed`, got `%s`%s"
              .formatted(
                  status, manual ? "\nto specify a manually set label, set `manual=True`" : ""));
    }
    String label = site.text("label");
    var known = site.labelDefinitions().keySet();
    if (!known.contains(label)) {
      String closest = site.closest(label, known);
      site.reject(
          "unknown label",
          site.spanOf("label"),
          "unknown label `%s`%s"
              .formatted(label, closest == null ? "" : ", did you mean `" + closest + "`?"));
    }
    boolean added = status.equals("added");
    return new Prepared.Invoke((event, arguments) -> read(event, arguments, label, added));
  }

  private static Object read(
      EventContext event, @Nullable Object[] arguments, String label, boolean added) {
    var entity = (Entity) Objects.requireNonNull(arguments[0]);
    EntityLabels labels = event.labels().read(entity);
    if (labels.labels().isEmpty() && Arguments.flag(arguments, 5)) {
      return Failure.unexpected(
          "EmptyEntityError",
          ("Entity '%s' has no labels. This may indicate the labels service failed to fetch data."
                  + " (Checked for label: '%s')")
              .formatted(entity.key(), label));
    }
    var manual = (Boolean) arguments[2];
    Instant now = event.now();
    EntityLabels.State state = labels.labels().get(label);
    Instant since = state == null ? null : oldest(state, now);
    if (state == null || since == null) {
      return !added && !Boolean.TRUE.equals(manual);
    }
    LabelStatus status = state.status();
    boolean isAdded = status == LabelStatus.ADDED || status == LabelStatus.MANUALLY_ADDED;
    boolean isManual =
        status == LabelStatus.MANUALLY_ADDED || status == LabelStatus.MANUALLY_REMOVED;
    var age = (TimeDelta) arguments[4];
    return isAdded == added
        && (manual == null || manual == isManual)
        && (age == null || ChronoUnit.MICROS.between(since, now) > age.micros());
  }

  /** When the oldest reason that still holds was given, or null when none holds. */
  private static @Nullable Instant oldest(EntityLabels.State state, Instant now) {
    Instant oldest = null;
    for (var reason : state.reasons().values()) {
      boolean holds = reason.expiresAt() == null || reason.expiresAt().isAfter(now);
      if (holds && (oldest == null || reason.createdAt().isBefore(oldest))) {
        oldest = reason.createdAt();
      }
    }
    return oldest;
  }
}
