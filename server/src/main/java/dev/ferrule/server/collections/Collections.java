package dev.ferrule.server.collections;

import dev.ferrule.embed.Embedder;
import dev.ferrule.index.CollectionIndex;
import dev.ferrule.model.CollectionSchema;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.config.Suggestions;
import dev.ferrule.store.documents.DocumentStore;
import dev.ferrule.store.documents.StoredCollection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The collections of a node, all open. Thread-safe. */
public final class Collections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Collections.class);

  private final Settings settings;
  private final DocumentStore documents;
  private final Models models;
  private final Path indexDirectory;
  private final ConcurrentSkipListMap<String, Collection> open = new ConcurrentSkipListMap<>();

  /** Opens every collection in the store; each index then replays what it missed. */
  public Collections(Settings settings, DocumentStore documents, Models models) {
    this.settings = settings;
    this.documents = documents;
    this.models = models;
    this.indexDirectory = settings.data().resolve("index");
    documents.clearLeftovers();
    List<StoredCollection> stored = documents.collections();
    removeStrayIndexes(stored);
    for (StoredCollection collection : stored) {
      open.put(collection.schema().name(), open(collection));
    }
  }

  private Collection open(StoredCollection stored) {
    Embedder embedder = models.get(stored.schema().model());
    CollectionIndex index = openIndex(stored, embedder);
    var indexer =
        new Indexer(
            documents,
            stored,
            index,
            settings.duration("index.refresh_interval"),
            settings.duration("index.commit_interval"));
    return new Collection(stored, embedder, index, indexer);
  }

  /** Opens the index; a damaged one is deleted, as the store can make it again. */
  private CollectionIndex openIndex(StoredCollection stored, Embedder embedder) {
    Path path = indexDirectory.resolve(directoryName(stored));
    String format = "2 " + stored.schema().analyzer() + " " + embedder.model().dims();
    try {
      return CollectionIndex.open(path, stored.schema(), format);
    } catch (FerruleException e) {
      LOG.warn("an index is damaged and will be made again: {}", e.getMessage());
      deleteRecursively(path);
      return CollectionIndex.open(path, stored.schema(), format);
    }
  }

  /** The directory of its index, among those of the others. */
  public static String directoryName(StoredCollection stored) {
    return stored.schema().name() + "." + stored.number();
  }

  /** Deletes the indexes of collections that are gone: a crash may have kept them. */
  private void removeStrayIndexes(List<StoredCollection> stored) {
    List<String> expected = stored.stream().map(Collections::directoryName).toList();
    if (!Files.isDirectory(indexDirectory)) {
      return;
    }
    try (Stream<Path> found = Files.list(indexDirectory)) {
      found
          .filter(path -> !expected.contains(String.valueOf(path.getFileName())))
          .forEach(Collections::deleteRecursively);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a directory with all that is in it. */
  public static void deleteRecursively(Path path) {
    try (Stream<Path> below = Files.walk(path)) {
      for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What asking for a collection gave.
   *
   * @param collection the collection
   * @param made whether it was made thereby; false when it was there already
   */
  public record Creation(Collection collection, boolean made) {}

  /** Creates a collection, or gives the one that has this very schema already. */
  public synchronized Creation create(CollectionSchema schema) {
    Collection existing = open.get(schema.name());
    if (existing != null && existing.schema().equals(schema)) {
      return new Creation(existing, false);
    }
    int limit = settings.integer("limits.collections");
    if (existing == null && open.size() >= limit) {
      throw new FerruleException(
          ErrorCode.COLLECTION_LIMIT,
          "expected at most limits.collections=%d, found as many".formatted(limit));
    }
    // before anything is written: the model may be missing, or too small
    int longest = models.get(schema.model()).model().maxContentTokens();
    if (schema.chunking().maxTokens() > longest) {
      throw new FerruleException(
          ErrorCode.COLLECTION_INVALID,
          "expected chunking.max_tokens up to %d for the model %s, found %d"
              .formatted(longest, schema.model(), schema.chunking().maxTokens()));
    }
    Collection created = open(documents.create(schema));
    open.put(schema.name(), created);
    return new Creation(created, true);
  }

  /** Deletes a collection with all it holds. */
  public synchronized void delete(String name) {
    Collection collection = get(name);
    open.remove(name);
    documents.delete(collection.stored());
    collection.close();
    deleteRecursively(indexDirectory.resolve(directoryName(collection.stored())));
  }

  /** The collection; {@link ErrorCode#COLLECTION_NOT_FOUND} when there is none. */
  public Collection get(String name) {
    Collection collection = open.get(name);
    if (collection == null) {
      throw new FerruleException(
          ErrorCode.COLLECTION_NOT_FOUND,
          "expected an existing collection, found none named %s%s"
              .formatted(name, Suggestions.didYouMean(name, open.keySet())));
    }
    return collection;
  }

  /** All collections, by name. */
  public List<Collection> list() {
    return List.copyOf(open.values());
  }

  public DocumentStore documents() {
    return documents;
  }

  @Override
  public synchronized void close() {
    open.values().forEach(Collection::close);
    open.clear();
  }
}
