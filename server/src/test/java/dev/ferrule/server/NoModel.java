package dev.ferrule.server;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.semantic.SemanticModel;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** For tests whose rules do not compare meanings. */
public final class NoModel implements SemanticModel {
  private static FerruleException none() {
    return new FerruleException(ErrorCode.MODEL_NOT_FOUND, "expected no use of a model, found one");
  }

  @Override
  public CompletableFuture<float[]> embed(String text) {
    return CompletableFuture.failedFuture(none());
  }

  @Override
  public CompletableFuture<@Nullable Neighbor> nearest(String text, String collection) {
    return CompletableFuture.failedFuture(none());
  }
}
