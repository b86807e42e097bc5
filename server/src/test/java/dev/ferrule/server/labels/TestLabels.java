package dev.ferrule.server.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.rules.evaluation.EmittedEffect;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.LabelStatus;
import dev.ferrule.rules.values.RuleValue;
import dev.ferrule.rules.values.TimeDelta;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import dev.ferrule.store.Transaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stored labels with a clock that is set, to be opened again. Confined. */
final class TestLabels implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final Path directory;
  volatile Instant now = START;
  int mostDelayed = 100;
  long mostCachedBytes = 1 << 20;
  Store store;
  StoredLabels labels;

  TestLabels(Path directory) {
    this.directory = directory;
    open();
  }

  private void open() {
    store = Store.open(directory, StoreSettings.DEFAULT);
    labels = new StoredLabels(store, () -> now, mostCachedBytes, mostDelayed);
  }

  void reopen() {
    store.close();
    open();
  }

  static EmittedEffect effect(
      Entity entity,
      String label,
      LabelStatus status,
      String rule,
      @Nullable TimeDelta expiresAfter,
      @Nullable TimeDelta delay) {
    return new EmittedEffect(
        new Effect.LabelChange(entity, status, label, expiresAfter, delay, null, false),
        List.of(new RuleValue(rule, true, "by " + rule, Map.of())));
  }

  /** Applies without writing. */
  List<Consumer<Transaction.Writer>> apply(EmittedEffect... effects) {
    return labels.apply(List.of(effects), now, 1, "r1");
  }

  /** Writes and settles, as the engine does. */
  void write(List<Consumer<Transaction.Writer>> writes) {
    store.commitAndWait(writer -> {
      writes.forEach(write -> write.accept(writer));
      return true;
    });
    labels.settle(writes, null);
  }

  /** A transaction that fails after it has put everything. */
  void fail(List<Consumer<Transaction.Writer>> writes) {
    var failure = new IllegalStateException("refused");
    try {
      store
          .commit(writer -> {
            writes.forEach(write -> write.accept(writer));
            throw failure;
          })
          .join();
    } catch (CompletionException e) {
      assertEquals(failure, e.getCause());
    }
    labels.settle(writes, failure);
  }

  @Override
  public void close() {
    store.close();
  }
}
