package dev.ferrule.flow;

import dev.ferrule.model.FerruleException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps records that cannot be evaluated. Thread-safe. */
@FunctionalInterface
public interface DeadLetterSink {
  /** Keeps a record with why it failed; the stage completes when it is durable. */
  CompletionStage<Void> add(SourceRecord record, FerruleException why);

  /** A sink that keeps them here and, once that is done, in {@code next}. */
  default DeadLetterSink and(DeadLetterSink next) {
    return (record, why) -> add(record, why).thenCompose(_ -> next.add(record, why));
  }

  /** A sink that keeps nothing. */
  static DeadLetterSink none() {
    return (_, _) -> CompletableFuture.allOf();
  }
}
