package dev.ferrule.server.collections;

import dev.ferrule.embed.Embedder;
import dev.ferrule.index.CollectionIndex;
import dev.ferrule.model.CollectionSchema;
import dev.ferrule.store.documents.StoredCollection;
import java.time.Duration;

/** An open collection: its schema, its model, and the index that follows its store. Thread-safe. */
public final class Collection {
  private static final Duration INDEX_PATIENCE = Duration.ofSeconds(30);

  private final StoredCollection stored;
  private final Embedder embedder;
  private final CollectionIndex index;
  private final Indexer indexer;

  Collection(StoredCollection stored, Embedder embedder, CollectionIndex index, Indexer indexer) {
    this.stored = stored;
    this.embedder = embedder;
    this.index = index;
    this.indexer = indexer;
  }

  public StoredCollection stored() {
    return stored;
  }

  public CollectionSchema schema() {
    return stored.schema();
  }

  public Embedder embedder() {
    return embedder;
  }

  public CollectionIndex index() {
    return index;
  }

  /** Says that the store has a change with this sequence. */
  void advance(long sequence) {
    indexer.advance(sequence);
  }

  /** Waits until the change with this sequence can be found. */
  public void awaitIndexed(long sequence) {
    indexer.await(sequence, INDEX_PATIENCE);
  }

  /** Waits until what a put left can be found; when that was nothing new, what was there before. */
  public void awaitIndexed(PutResult result) {
    if (result.sequence() == 0) {
      awaitAllIndexed();
    } else {
      awaitIndexed(result.sequence());
    }
  }

  /** Waits until every change so far can be found. */
  public void awaitAllIndexed() {
    indexer.awaitAll(INDEX_PATIENCE);
  }

  /** Whether every change so far can be found. */
  public boolean isCaughtUp() {
    return indexer.isCaughtUp();
  }

  /** Whether what the store held when the node started can be found, and indexing works. */
  public boolean hasReplayed() {
    return indexer.hasReplayed();
  }

  /** How long the oldest change has waited that cannot be found yet, at most; 0 without any. */
  public long behindNanos() {
    return indexer.behindNanos();
  }

  /** The sequence up to which changes can be found. */
  public long searchableSequence() {
    return indexer.searchable();
  }

  void close() {
    indexer.close();
    index.close();
  }
}
