package dev.ferrule.rules.labels;

import dev.ferrule.rules.values.LabelStatus;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels of one entity by name. */
public record EntityLabels(Map<String, State> labels) {
  public static final EntityLabels NONE = new EntityLabels(Map.of());

  public EntityLabels {
    labels = Map.copyOf(labels);
  }

  /** One label: its status, and why it has it, by the name of the rule or of the operator's act. */
  public record State(LabelStatus status, Map<String, Reason> reasons) {
    public State {
      reasons = Map.copyOf(reasons);
    }
  }

  /**
   * @param expiresAt when the reason ends, or null
   */
  public record Reason(String description, Instant createdAt, @Nullable Instant expiresAt) {}
}
