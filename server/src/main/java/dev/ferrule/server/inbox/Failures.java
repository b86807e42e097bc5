package dev.ferrule.server.inbox;

import dev.ferrule.model.Blame;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.concurrent.CompletionException;

/** What a failed evaluation means for an event that waits. Stateless. */
final class Failures {
  private Failures() {}

  /** What to do with the event. */
  enum Cure {
    /** Nothing is wrong with it: the node cannot evaluate now, and will later. */
    WAIT,
    /** It may be the event or the node: some more attempts. */
    RETRY,
    /** It is the event. */
    NONE
  }

  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  static Cure cure(Throwable failure) {
    if (!(cause(failure) instanceof FerruleException known)) {
      return Cure.RETRY;
    }
    if (known.code() == ErrorCode.RELEASE_NONE
        || known.code() == ErrorCode.STORE_FAILED
        || known.code().blame() == Blame.RETRY) {
      return Cure.WAIT;
    }
    return known.code().blame() == Blame.CALLER ? Cure.NONE : Cure.RETRY;
  }

  static String code(Throwable failure) {
    return cause(failure) instanceof FerruleException known
        ? known.code().id()
        : ErrorCode.INTERNAL.id();
  }

  /** A message without a payload: that of our own exceptions, or what class another has. */
  static String message(Throwable failure) {
    Throwable cause = cause(failure);
    return cause instanceof FerruleException
        ? String.valueOf(cause.getMessage())
        : "the node failed on this event with " + cause.getClass().getName();
  }
}
