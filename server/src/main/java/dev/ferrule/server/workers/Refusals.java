package dev.ferrule.server.workers;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** How the streams of workers end. Stateless. */
final class Refusals {
  private static final int MOST_CHARS = 2_000;

  private Refusals() {}

  /** Something is not of the protocol, or does not fit this node. */
  static FerruleException invalid(String message) {
    return new FerruleException(ErrorCode.REQUEST_MALFORMED, message);
  }

  static StatusRuntimeException end(Status status, String message) {
    String shown = message.length() <= MOST_CHARS ? message : message.substring(0, MOST_CHARS);
    return status.withDescription(shown).asRuntimeException(new Metadata());
  }
}
