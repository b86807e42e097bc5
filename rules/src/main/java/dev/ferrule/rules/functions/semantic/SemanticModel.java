package dev.ferrule.rules.functions.semantic;

import dev.ferrule.model.FerruleException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A model and the collections it can look in. Thread-safe; many calls are served at once. */
public interface SemanticModel {
  /**
   * Begins to embed a text.
   *
   * @return its vector, of length 1, {@code [dims]}, not to be written to
   * @throws FerruleException when too much waits
   */
  CompletableFuture<float[]> embed(String text);

  /**
   * Begins to look for the document of a collection that is nearest to a text.
   *
   * @return what was found; null when the collection is empty
   * @throws FerruleException when there is no such collection, or too much waits
   */
  CompletableFuture<@Nullable Neighbor> nearest(String text, String collection);

  /**
   * A document that was found.
   *
   * @param document its id
   * @param cosine of the text's vector and that of the document's nearest passage
   */
  record Neighbor(String document, double cosine) {}
}
