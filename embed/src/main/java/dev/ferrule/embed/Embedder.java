package dev.ferrule.embed;

import dev.ferrule.text.TokenBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
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
  private final int maxDocumentTokens;
  private final Semaphore documentTokens;
  private volatile @Nullable Float unrelatedCosine;

  /**
   * @param cachedQueries how many queries' vectors are remembered, the least recently used leaving
   *     first
   */
  public Embedder(EmbeddingModel model, BatcherSettings settings, int cachedQueries) {
    this.model = model;
    this.batcher = new Batcher(model, settings);
    this.documentPrefix = tokens(model.settings().documentPrefix());
    // a quarter of the queue stays free for queries
    this.maxDocumentTokens = settings.maxWaitingTokens() / 4 * 3;
    this.documentTokens = new Semaphore(maxDocumentTokens, true);
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

  /**
   * The vectors of a document's piece, already tokenized; the model's document prefix is added.
   * Blocks while as many document tokens wait as may.
   */
  public CompletableFuture<Embedding> embedDocument(Sequence sequence) {
    Sequence whole = documentPrefix.length == 0 ? sequence : prefixed(sequence);
    int permits = Math.min(whole.ids().length + 2, maxDocumentTokens);
    documentTokens.acquireUninterruptibly(permits);
    try {
      CompletableFuture<Embedding> embedding = batcher.submit(whole, Batcher.Lane.DOCUMENT);
      return embedding.whenComplete((result, failure) -> documentTokens.release(permits));
    } catch (RuntimeException e) {
      documentTokens.release(permits);
      throw e;
    }
  }

  private Sequence prefixed(Sequence sequence) {
    int shift = documentPrefix.length;
    var ids = new int[shift + sequence.ids().length];
    System.arraycopy(documentPrefix, 0, ids, 0, shift);
    System.arraycopy(sequence.ids(), 0, ids, shift, sequence.ids().length);
    int[] spans = sequence.spans().clone();
    for (int i = 0; i < spans.length; i++) {
      spans[i] += shift;
    }
    return new Sequence(ids, spans);
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

  /**
   * The cosine between texts that have nothing to do with each other, as this model sees them:
   * about 0 for some models, 0.4 or more for others. Whoever compares cosines of several models
   * needs it. Measured once, on the first call.
   */
  public float unrelatedCosine() {
    Float known = unrelatedCosine;
    if (known == null) {
      var questions = Unrelated.QUESTIONS.stream().map(this::embedQuery).toList();
      var texts =
          Unrelated.STATEMENTS.stream().map(text -> embedText(text, Batcher.Lane.QUERY)).toList();
      double sum = 0;
      int pairs = 0;
      for (int q = 0; q < questions.size(); q++) {
        for (int t = 0; t < texts.size(); t++) {
          if (q != t) { // the same place, the same subject
            sum += Vectors.dot(questions.get(q).join().vector(), texts.get(t).join().vector());
            pairs++;
          }
        }
      }
      known = (float) (sum / pairs);
      unrelatedCosine = known;
    }
    return known;
  }

  /** How many queries' vectors are remembered now. */
  public int cachedQueries() {
    return queries.size();
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
