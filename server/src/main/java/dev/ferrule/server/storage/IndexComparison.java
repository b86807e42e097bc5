package dev.ferrule.server.storage;

import dev.ferrule.index.IndexCheck;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.collections.Collections;
import dev.ferrule.store.Store;
import dev.ferrule.store.documents.DocumentCheck;
import dev.ferrule.store.documents.DocumentStore;
import dev.ferrule.store.documents.StoredCollection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Compares indexes with what the store holds. An index may be behind: documents that changed since
 * its last commit are replayed at the next start, and are not compared. Confined.
 */
final class IndexComparison {
  private static final int MOST_NAMED = 5;

  private final DocumentStore store;
  private final DocumentCheck documents;
  private final Path directory;

  IndexComparison(Store store, DocumentCheck documents, Path directory) {
    this.store = new DocumentStore(store);
    this.documents = documents;
    this.directory = directory;
  }

  List<Finding> run() {
    var findings = new ArrayList<Finding>();
    for (StoredCollection collection : documents.collections()) {
      Path path = directory.resolve(Collections.directoryName(collection));
      try {
        IndexCheck.Content content = IndexCheck.read(path);
        String wrong = content == null ? "" : compare(collection, content);
        if (!wrong.isEmpty()) {
          findings.add(finding(collection, path, wrong));
        }
      } catch (FerruleException e) {
        findings.add(finding(collection, path, String.valueOf(e.getMessage())));
      }
    }
    return findings;
  }

  private static Finding finding(StoredCollection collection, Path path, String wrong) {
    String name = "index=%s collection=%s".formatted(path, collection.schema().name());
    return Finding.of(Finding.Kind.INDEX, name, wrong);
  }

  /** What does not fit; empty when all does. */
  private String compare(StoredCollection collection, IndexCheck.Content content) {
    if (content.sequence() > store.lastSequence()) {
      return "expected an index up to sequence=%d at most, found %d: the store lost its last writes"
              .formatted(store.lastSequence(), content.sequence())
          + ", or is an older copy than the index";
    }
    if (content.sequence() < store.forgottenSequence(collection)) {
      return ""; // it is made again at the next start
    }
    Set<String> changed = changedAfter(collection, content.sequence());
    Map<String, Integer> stored = documents.chunksById(collection);
    var ids = new HashSet<>(stored.keySet());
    ids.addAll(content.chunks().keySet());
    ids.removeAll(changed);
    List<String> different =
        ids.stream()
            .filter(id -> !Objects.equals(stored.get(id), content.chunks().get(id)))
            .sorted()
            .toList();
    return different.isEmpty()
        ? ""
        : "expected the chunks of the store, found others for %d documents, as %s"
            .formatted(
                different.size(), different.subList(0, Math.min(MOST_NAMED, different.size())));
  }

  private Set<String> changedAfter(StoredCollection collection, long sequence) {
    var changed = new HashSet<String>();
    store.changes(
        collection, sequence, Integer.MAX_VALUE, change -> changed.add(change.documentId()));
    return changed;
  }
}
