package dev.ferrule.server.functions;

import dev.ferrule.embed.Embedding;
import dev.ferrule.index.Hit;
import dev.ferrule.index.Query;
import dev.ferrule.index.SearchMode;
import dev.ferrule.rules.functions.semantic.SemanticModel;
import dev.ferrule.server.collections.Collection;
import dev.ferrule.server.collections.Collections;
import dev.ferrule.server.collections.Models;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The node's models and collections for rules. Texts are embedded as questions are: before
 * documents, many in one batch, and remembered, so that the rules of a question and its search
 * share one pass. Thread-safe.
 */
public final class NodeModel implements SemanticModel {
  private final Models models;
  private final Collections collections;
  private final String model;

  /**
   * @param model name of the model that compares texts; a collection is searched with its own
   */
  public NodeModel(Models models, Collections collections, String model) {
    this.models = models;
    this.collections = collections;
    this.model = model;
  }

  @Override
  public CompletableFuture<float[]> embed(String text) {
    return models.get(model).embedQuery(text).thenApply(Embedding::vector);
  }

  @Override
  public CompletableFuture<@Nullable Neighbor> nearest(String text, String name) {
    Collection collection = collections.get(name);
    // The thread that embeds goes on embedding: the search has one of its own.
    return collection
        .embedder()
        .embedQuery(text)
        .thenApplyAsync(
            embedding -> nearest(collection, text, embedding.vector()), Thread::startVirtualThread);
  }

  private static @Nullable Neighbor nearest(Collection collection, String text, float[] vector) {
    List<Hit> hits = collection.index().search(new Query(SearchMode.DENSE, text, vector, null, 1));
    return hits.isEmpty()
        ? null
        : new Neighbor(hits.getFirst().documentId(), hits.getFirst().denseScore());
  }
}
