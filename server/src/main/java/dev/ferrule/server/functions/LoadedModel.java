package dev.ferrule.server.functions;

import dev.ferrule.embed.Embedding;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.semantic.SemanticModel;
import dev.ferrule.server.collections.Models;
import dev.ferrule.server.config.Settings;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The built-in model without a node, for rules that run on the command line. It is loaded by the
 * first call that needs it, and stays until the process ends. Thread-safe.
 */
public final class LoadedModel implements SemanticModel {
  private final Settings settings = Settings.defaults();
  private final Models models = new Models(settings);

  @Override
  public CompletableFuture<float[]> embed(String text) {
    return models
        .get(settings.text("embedding.model"))
        .embedQuery(text)
        .thenApply(Embedding::vector);
  }

  @Override
  public CompletableFuture<@Nullable Neighbor> nearest(String text, String collection) {
    throw new FerruleException(
        ErrorCode.COLLECTION_NOT_FOUND,
        "expected a node, as only a node has collections; found none: %s is not looked into"
            .formatted(collection));
  }
}
