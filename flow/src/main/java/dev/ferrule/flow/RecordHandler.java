package dev.ferrule.flow;

import java.util.concurrent.CompletionStage;

/** Takes records, one after the other from one thread for each source. */
@FunctionalInterface
public interface RecordHandler {
  /**
   * Takes a record. It is done when the stage completes: by then whatever it leads to is durable.
   *
   * <p>A stage that fails with a {@link dev.ferrule.model.FerruleException} whose blame is the
   * caller's ends among the dead letters; with any other, the record comes again, before those
   * after it when the stage has failed by the return of this method.
   */
  CompletionStage<Void> handle(SourceRecord record);
}
