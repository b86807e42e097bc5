package dev.ferrule.server.workers;

import java.util.Locale;

/** Why a call has no value. The names stand in metrics and in /v1/workers. */
public enum FailureKind {
  /** The function raised. */
  RAISED,
  /** It gave another type than declared, or too much. */
  WRONG_RESULT,
  /** An argument does not fit the protocol. */
  WRONG_ARGUMENT,
  /** No answer within the function's timeout. */
  TIMEOUT,
  /** The worker died, or its stream broke, twice. */
  DIED,
  /** No worker with the function in the version that the release names. */
  NO_WORKER,
  /** As many calls as may wait do. */
  QUEUE_FULL,
  /** Nothing answered for a while, so it was not asked. */
  CIRCUIT_OPEN,
  /** The thread that waited was interrupted. */
  INTERRUPTED;

  /** As metrics and JSON have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
