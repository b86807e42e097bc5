package dev.ferrule.server.storage;

import dev.ferrule.server.collections.Collections;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import dev.ferrule.store.Table;
import dev.ferrule.store.documents.DocumentCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Does about the findings of a check what is safe: whatever it takes out is kept in a {@link
 * Quarantine} first, and everything it does is told. Confined.
 */
public final class StoreRepair {
  /** What is put aside may leave something that belonged to it. */
  private static final int MOST_PASSES = 4;

  private final Path data;
  private final Quarantine quarantine;
  private final List<String> done = new ArrayList<>();

  private StoreRepair(Path data, Instant now) {
    this.data = data;
    this.quarantine = new Quarantine(data, now);
  }

  /**
   * What a repair did.
   *
   * @param done what was done, a line each; empty when all was sound
   * @param left what it could do nothing about
   */
  public record Outcome(List<String> done, List<Finding> left) {}

  /**
   * Repairs a data directory that no node has open.
   *
   * @param data the data directory
   */
  public static Outcome run(Path data, Instant now) {
    return new StoreRepair(data, now).run();
  }

  private Outcome run() {
    Path directory = data.resolve("store");
    List<Path> logs = Store.damagedLogs(directory);
    for (Path log : logs) {
      quarantine.keep(log);
      done.add(
          "log=%s: a copy was put into %s; what was written after the damage is lost"
              .formatted(log, quarantine.directory()));
    }
    try (Store store =
        logs.isEmpty()
            ? Store.open(directory, StoreSettings.DEFAULT)
            : Store.openDamaged(directory, StoreSettings.DEFAULT)) {
      List<Finding> found = StoreCheck.run(store, data).findings();
      for (int pass = 0; pass < MOST_PASSES && isRepairable(found); pass++) {
        found.forEach(finding -> repair(store, finding));
        recount(store);
        found = StoreCheck.run(store, data).findings();
      }
      return new Outcome(done, found);
    }
  }

  /** Whether there is something to do, and nothing that must not be written to. */
  private static boolean isRepairable(List<Finding> found) {
    return !found.isEmpty() && found.stream().noneMatch(f -> f.kind() == Finding.Kind.LOST);
  }

  private void repair(Store store, Finding finding) {
    switch (finding.kind()) {
      case ENTRY -> {
        Table table = Objects.requireNonNull(finding.table());
        byte[] key = Objects.requireNonNull(finding.key());
        var entry = new DocumentCheck.Entry(table, key, value(store, table, key));
        putAside(store, List.of(entry), finding);
      }
      case DOCUMENT -> {
        byte[] key =
            DocumentCheck.documentKey(
                Objects.requireNonNull(finding.table()), Objects.requireNonNull(finding.key()));
        putAside(store, new DocumentCheck(store).entries(key), finding);
        dropIndexes(); // they would go on finding it
      }
      case INDEX -> dropIndexes();
      case COUNT, LOST -> {}
    }
  }

  private static byte[] value(Store store, Table table, byte[] key) {
    return Objects.requireNonNullElse(store.find(table, key), new byte[0]);
  }

  private void putAside(Store store, List<DocumentCheck.Entry> entries, Finding finding) {
    entries.forEach(entry -> quarantine.keep(entry, finding.toString()));
    store.commitAndWait(writer -> {
      entries.forEach(entry -> writer.delete(entry.table(), entry.key()));
      return true;
    });
    done.add(
        "%s: put into %s (%d entries)"
            .formatted(finding.place(), quarantine.directory(), entries.size()));
  }

  private void recount(Store store) {
    var documents = new DocumentCheck(store);
    for (DocumentCheck.Count count : documents.counts()) {
      if (count.counted() != count.found()) {
        documents.recount(count);
        done.add(
            "collection=%s: counted anew, %d documents"
                .formatted(count.collection().schema().name(), count.found()));
      }
    }
  }

  private void dropIndexes() {
    Path index = data.resolve("index");
    if (Files.isDirectory(index)) {
      Collections.deleteRecursively(index);
      done.add("index=%s: deleted; the next start makes it again from the store".formatted(index));
    }
  }
}
