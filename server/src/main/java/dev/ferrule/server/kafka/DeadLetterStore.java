package dev.ferrule.server.kafka;

import dev.ferrule.flow.DeadLetterSink;
import dev.ferrule.flow.SourceRecord;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.deadletters.DeadLetter;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.releases.Routing;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Keeps records among the node's dead letters, from where they can be replayed. Thread-safe. */
final class DeadLetterStore implements DeadLetterSink {
  /** What happens when there are too many. */
  enum WhenFull {
    /** The record waits and is tried again: it is kept nowhere else. */
    FAIL,
    /** The record is kept elsewhere already. */
    SKIP
  }

  private final DeadLetters letters;
  private final Releases releases;
  private final WhenFull whenFull;

  DeadLetterStore(DeadLetters letters, Releases releases, WhenFull whenFull) {
    this.letters = letters;
    this.releases = releases;
    this.whenFull = whenFull;
  }

  @Override
  public CompletionStage<Void> add(SourceRecord record, FerruleException why) {
    Routing routing = releases.findRouting();
    var content =
        new DeadLetter.Content(
            DeadLetter.Source.KAFKA,
            record.topic(),
            record.id(),
            why.code().id(),
            String.valueOf(why.getMessage()),
            1,
            routing == null ? "" : routing.live().hash(),
            record.value());
    return letters
        .add(content)
        .exceptionally(failure -> {
          if (whenFull == WhenFull.SKIP && isLimit(failure)) {
            return 0L; // counted there
          }
          throw failure instanceof CompletionException known
              ? known
              : new CompletionException(failure);
        })
        .thenAccept(_ -> {});
  }

  private static boolean isLimit(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof FerruleException known && known.code() == ErrorCode.LIMIT_REACHED;
  }
}
