package dev.ferrule.embed;

import dev.ferrule.text.TokenBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One model ready for use: tokenizes, remembers the vectors of recent queries exactly, and batches
 * the rest. Thread-safe.
 */
public final class Embedder implements AutoCloseable {
  private static final ThreadLocal<TokenBuffer> TOKENS = ThreadLocal.withInitial(TokenBuffer::new);

  private final EmbeddingModel model;
  private final Batcher batcher;
  private final Map<String, CompletableFuture<Embedding>> queries;
  private final AtomicLong cacheHits = new AtomicLong();
  private final AtomicLong cacheMisses = new AtomicLong();
  private final int[] documentPrefix;

  /**
   * @param cachedQueries how many queries' vectors are remembered, the least recently used leaving
   *     first
   */
  public Embedder(EmbeddingModel model, BatcherSettings settings, int cachedQueries) {
    this.model = model;
    this.batcher = new Batcher(model, settings);
    this.documentPrefix = tokens(model.settings().documentPrefix());
    this.queries =
        Collections.synchronizedMap(
            new LinkedHashMap<>(16, 0.75f, true) {
              private static final long serialVersionUID = 1;

              @Override
              protected boolean removeEldestEntry(
                  Map.Entry<String, CompletableFuture<Embedding>> eldest) {
                return size() > cachedQueries;
              }
            });
  }

  public EmbeddingModel model() {
    return model;
  }

  public Batcher batcher() {
    return batcher;
  }

  /**
   * The vector of a query, with the model's query prefix; callers who ask the same at once share
   * one pass. {@code [dims]}, not to be written to.
   */
  public CompletableFuture<Embedding> embedQuery(String query) {
    var made = new CompletableFuture<Embedding>();
    CompletableFuture<Embedding> known = queries.putIfAbsent(query, made);
    if (known != null) {
      cacheHits.incrementAndGet();
      return known;
    }
    cacheMisses.incrementAndGet();
    try {
      batcher
          .submit(Sequence.of(tokens(model.settings().queryPrefix() + query)), Batcher.Lane.QUERY)
          .whenComplete((result, failure) -> complete(query, made, result, failure));
    } catch (RuntimeException e) {
      complete(query, made, null, e);
      throw e;
    }
    return made;
  }

  /** Hands a query's outcome to all who wait for it; a failure is not remembered. */
  private void complete(
      String query,
      CompletableFuture<Embedding> made,
      @Nullable Embedding result,
      @Nullable Throwable failure) {
    if (failure != null || result == null) {
      queries.remove(query, made);
      made.completeExceptionally(
          failure == null ? new IllegalStateException("no vector for a query") : failure);
    } else {
      made.complete(result);
    }
  }

  /** The vectors of a document's piece, already tokenized; the model's document prefix is added. */
  public CompletableFuture<Embedding> embedDocument(Sequence sequence) {
    if (documentPrefix.length == 0) {
      return batcher.submit(sequence, Batcher.Lane.DOCUMENT);
    }
    int shift = documentPrefix.length;
    var ids = new int[shift + sequence.ids().length];
    System.arraycopy(documentPrefix, 0, ids, 0, shift);
    System.arraycopy(sequence.ids(), 0, ids, shift, sequence.ids().length);
    int[] spans = sequence.spans().clone();
    for (int i = 0; i < spans.length; i++) {
      spans[i] += shift;
    }
    return batcher.submit(new Sequence(ids, spans), Batcher.Lane.DOCUMENT);
  }

  /** The vector of a text as it stands, without any prefix, in the given lane. */
  public CompletableFuture<Embedding> embedText(String text, Batcher.Lane lane) {
    return batcher.submit(Sequence.of(tokens(text)), lane);
  }

  /** The ids of a text, without special tokens. */
  public int[] tokens(String text) {
    TokenBuffer buffer = TOKENS.get();
    buffer.clear();
    model.tokenizer().encode(text, buffer);
    return buffer.ids(0, buffer.size());
  }

  public long cacheHits() {
    return cacheHits.get();
  }

  public long cacheMisses() {
    return cacheMisses.get();
  }

  @Override
  public void close() {
    batcher.close();
    model.close();
  }
}
