package dev.ferrule.engine;

import dev.ferrule.embed.Embedding;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.semantic.SemanticModel;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What rules ask for the meaning of texts, without a node. Thread-safe. */
record EngineModel(Models models) implements SemanticModel {
  @Override
  public CompletableFuture<float[]> embed(String text) {
    return models.get(Models.STANDARD).embedQuery(text).thenApply(Embedding::vector);
  }

  @Override
  public CompletableFuture<@Nullable Neighbor> nearest(String text, String collection) {
    throw new FerruleException(
        ErrorCode.COLLECTION_NOT_FOUND,
        "expected a node, as only a node has collections; found none: %s is not looked into"
            .formatted(collection));
  }
}
