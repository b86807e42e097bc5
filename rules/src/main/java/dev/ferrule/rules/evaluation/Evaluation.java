package dev.ferrule.rules.evaluation;

import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.LabelStatus;
import dev.ferrule.rules.values.RuleValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule set made of one event. Immutable.
 *
 * @param features the extracted names with their values in the order they were computed; null where
 *     one failed. Values are null, String, Long, BigInteger, Double, Boolean, List and Map
 * @param effects in the order they were emitted
 * @param errors the failures that count, in the order they happened
 */
public record Evaluation(
    Event event,
    Map<String, @Nullable Object> features,
    List<EmittedEffect> effects,
    List<EvaluationError> errors,
    List<RuleAudit> audits) {
  public Evaluation {
    features = Collections.unmodifiableMap(features);
    effects = List.copyOf(effects);
    errors = List.copyOf(errors);
    audits = List.copyOf(audits);
  }

  /** The declared verdicts, then {@code type/id/label} for each label that is added. */
  public List<String> verdicts() {
    var verdicts = new ArrayList<String>();
    var labels = new ArrayList<String>();
    for (var emitted : effects) {
      switch (emitted.effect()) {
        case Effect.Verdict(String verdict) -> verdicts.add(verdict);
        case Effect.LabelChange change -> {
          if (change.applies() && change.status() == LabelStatus.ADDED) {
            labels.add(change.entity().key() + "/" + change.label());
          }
        }
        case Effect.Custom ignored -> {}
      }
    }
    verdicts.addAll(labels);
    return verdicts;
  }

  /**
   * The result as one JSON object: what the engine adds under two underscores, then the features.
   */
  public Map<String, @Nullable Object> output() {
    var output = new LinkedHashMap<String, @Nullable Object>();
    output.put("__action_id", event.actionId());
    output.put("__timestamp", event.time().toString());
    output.put("__error_count", (long) errors.size());
    var traced = TracedErrors.of(errors);
    if (!traced.isEmpty()) {
      output.put(TracedErrors.KEY, traced);
    }
    for (var emitted : effects) {
      texts(output, featureOf(emitted.effect())).add(emitted.effect().shown());
    }
    output.putAll(features);
    return output;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> texts(Map<String, @Nullable Object> output, String key) {
    return (List<Object>)
        java.util.Objects.requireNonNull(output.computeIfAbsent(key, ignored -> new ArrayList<>()));
  }

  /** The key under which the result lists an effect. */
  public static String featureOf(Effect effect) {
    return switch (effect) {
      case Effect.Verdict ignored -> "__verdicts";
      case Effect.LabelChange ignored -> "__entity_label_mutations";
      case Effect.Custom custom -> custom.feature();
    };
  }

  /** Changes the labels as the effects ask. */
  public void applyLabels(Labels labels, Instant at) {
    for (var emitted : effects) {
      if (emitted.effect() instanceof Effect.LabelChange change && change.applies()) {
        RuleValue first = emitted.rules().getFirst();
        labels.apply(change, first.name(), first.description(), at);
      }
    }
  }
}
