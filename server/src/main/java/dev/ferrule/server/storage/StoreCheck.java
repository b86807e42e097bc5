package dev.ferrule.server.storage;

import dev.ferrule.model.FerruleException;
import dev.ferrule.server.auth.ApiKeys;
import dev.ferrule.server.deadletters.DeadLetterCheck;
import dev.ferrule.server.inbox.InboxCheck;
import dev.ferrule.server.labels.LabelCheck;
import dev.ferrule.server.releases.ReleaseCheck;
import dev.ferrule.server.results.ResultCheck;
import dev.ferrule.server.webhooks.WebhookCheck;
import dev.ferrule.store.Cursor;
import dev.ferrule.store.EntryCheck;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import dev.ferrule.store.documents.DocumentCheck;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Looks through everything that a stopped node holds: the checksums of all files, every entry of
 * every table by its codec and against the entries that belong to it, and the indexes against the
 * store. Reads only. Confined.
 */
public final class StoreCheck {
  /** Beyond, the rest of a table is not told. */
  private static final int MOST_FINDINGS_OF_A_TABLE = 1_000;

  private final Store store;
  private final Path data;
  private final DocumentCheck documents;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> damagedDocuments = new HashSet<>();
  private long entries;

  /**
   * What a check found.
   *
   * @param entries how many entries were read
   * @param collections how many indexes were compared
   * @param findings what is wrong; empty when all is sound
   */
  public record Report(long entries, int collections, List<Finding> findings) {
    public Report {
      findings = List.copyOf(findings);
    }
  }

  private StoreCheck(Store store, Path data) {
    this.store = store;
    this.data = data;
    this.documents = new DocumentCheck(store);
  }

  /**
   * Checks the store of a data directory, which is open here and nowhere else.
   *
   * @param data the data directory
   */
  public static Report run(Store store, Path data) {
    return new StoreCheck(store, data).run();
  }

  private Report run() {
    for (Store.DamagedFile file : store.damagedFiles()) {
      findings.add(
          Finding.of(
              Finding.Kind.LOST,
              "file=%s table=%s".formatted(file.file(), file.table()),
              file.reason()));
    }
    for (Table table : Table.values()) {
      scan(table, check(table));
    }
    for (DocumentCheck.Count count : documents.counts()) {
      if (count.counted() != count.found()) {
        findings.add(
            Finding.of(
                Finding.Kind.COUNT,
                "collection=" + count.collection().schema().name(),
                "expected the count to be the %d documents there are, found %d"
                    .formatted(count.found(), count.counted())));
      }
    }
    var indexes = new IndexComparison(store, documents, data.resolve("index"));
    findings.addAll(indexes.run());
    return new Report(entries, documents.collections().size(), findings);
  }

  private EntryCheck check(Table table) {
    return switch (table) {
      case NODE -> StoreCheck::node;
      case COLLECTIONS -> documents::collection;
      case DOCUMENTS -> documents::header;
      case TEXTS -> documents::text;
      case CHUNKS -> documents::chunk;
      case CHANGES -> documents::change;
      case KEYS -> ApiKeys::check;
      case RESULTS -> new ResultCheck(store)::body;
      case RESULT_HEADS -> new ResultCheck(store)::head;
      case EVENT_IDS -> new ResultCheck(store)::id;
      case CHECKPOINTS -> new ResultCheck(store)::checkpoint;
      case LABELS -> new LabelCheck(store)::label;
      case DELAYED_LABELS -> new LabelCheck(store)::delayed;
      case INBOX -> InboxCheck::event;
      case RELEASES -> new ReleaseCheck(store)::entry;
      case WEBHOOKS -> new WebhookCheck(store)::webhook;
      case DELIVERIES -> new WebhookCheck(store)::delivery;
      case DEAD_LETTERS -> DeadLetterCheck::letter;
    };
  }

  /** Counters: each a number of four or eight bytes, or a place in the results. */
  private static void node(byte[] key, byte[] value) {
    if (value.length != 4 && value.length != 8 && value.length != 16) {
      throw new IllegalArgumentException(
          "expected a counter of 4, 8 or 16 bytes, found %d bytes".formatted(value.length));
    }
  }

  private void scan(Table table, EntryCheck check) {
    int found = 0;
    try (Cursor cursor = store.scan(table, new byte[0])) {
      while (cursor.next() && found < MOST_FINDINGS_OF_A_TABLE) {
        entries++;
        byte[] key = cursor.key();
        try {
          check.check(key, cursor.value());
        } catch (RuntimeException e) {
          found++;
          add(table, key, e);
        }
      }
    } catch (FerruleException e) {
      findings.add(
          Finding.of(
              Finding.Kind.LOST,
              "table=" + table.columnFamily(),
              "expected to read it to the end, found " + e.getMessage()));
    }
  }

  private void add(Table table, byte[] key, RuntimeException e) {
    boolean ofDocument =
        (table == Table.DOCUMENTS || table == Table.TEXTS || table == Table.CHUNKS)
            && key.length > (table == Table.CHUNKS ? 9 : 4);
    if (ofDocument) {
      byte[] document = DocumentCheck.documentKey(table, key);
      if (!damagedDocuments.add(HexFormat.of().formatHex(document))) {
        return; // told already, by another of its parts
      }
    }
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    findings.add(
        new Finding(
            kind(table, ofDocument),
            "table=" + table.columnFamily() + " " + name(table, key),
            message,
            table,
            key));
  }

  private static Finding.Kind kind(Table table, boolean ofDocument) {
    return switch (table) {
      // without a counter numbers would be given out twice, without a schema its documents be
      // cleared, and without its keys a node be open to all
      case NODE, COLLECTIONS, KEYS -> Finding.Kind.LOST;
      default -> ofDocument ? Finding.Kind.DOCUMENT : Finding.Kind.ENTRY;
    };
  }

  private String name(Table table, byte[] key) {
    return switch (table) {
      case DOCUMENTS, TEXTS, CHUNKS, CHANGES -> documents.name(table, key);
      case NODE, COLLECTIONS, RELEASES, WEBHOOKS, CHECKPOINTS ->
          "key=" + new String(key, StandardCharsets.UTF_8);
      case KEYS -> "key=" + new String(key, 0, Math.min(key.length, 12), StandardCharsets.UTF_8);
      default -> "key=" + HexFormat.of().formatHex(key);
    };
  }
}
