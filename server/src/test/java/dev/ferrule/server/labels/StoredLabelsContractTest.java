package dev.ferrule.server.labels;

import dev.ferrule.rules.labels.EntityLabels;
import dev.ferrule.rules.labels.LabelChange;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class StoredLabelsContractTest extends LabelsContractTest {
  @TempDir private Path directory = Path.of("unset");
  private Store store;
  private StoredLabels labels;

  @BeforeEach
  void open() {
    store = Store.open(directory, StoreSettings.DEFAULT);
    labels = new StoredLabels(store, this::now);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  Labels labels() {
    return labels;
  }

  @Override
  boolean set(Entity entity, LabelChange change) {
    return labels.set(entity, change, new Author.ByKey("test")).join();
  }

  @Override
  List<EntityLabels.State> previous(Entity entity, String label) {
    var kept = labels.kept(entity.key()).byName().get(label);
    return kept == null ? List.of() : kept.previous();
  }
}
