package dev.ferrule.server.labels;

import dev.ferrule.rules.labels.EntityLabels;
import dev.ferrule.rules.labels.LabelChange;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.labels.MemoryLabels;
import dev.ferrule.rules.values.Entity;
import java.util.List;

class MemoryLabelsContractTest extends LabelsContractTest {
  private final MemoryLabels labels = new MemoryLabels(10, this::now);

  @Override
  Labels labels() {
    return labels;
  }

  @Override
  boolean set(Entity entity, LabelChange change) {
    return labels.set(
        entity,
        change.label(),
        change.status(),
        change.reasonName(),
        change.description(),
        change.at(),
        change.expiresAt());
  }

  @Override
  List<EntityLabels.State> previous(Entity entity, String label) {
    return labels.previous(entity, label);
  }
}
