package dev.ferrule.server.grpc;

import dev.ferrule.model.Blame;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.http.Problem;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Errors as gRPC statuses. Their trailers carry the stable code, and when to try again. */
final class Failures {
  static final Metadata.Key<String> CODE =
      Metadata.Key.of("ferrule-code", Metadata.ASCII_STRING_MARSHALLER);

  /** What clients with a retry policy wait for (gRPC proposal A6). */
  static final Metadata.Key<String> PUSHBACK_MILLIS =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private static final String RETRY_AFTER_MILLIS = "1000";

  private Failures() {}

  /** What {@code failure} means to a caller; anything unforeseen is logged and told as internal. */
  static StatusRuntimeException exception(Throwable failure) {
    FerruleException known = Problem.meaning(failure);
    return status(known).asRuntimeException(trailers(known.code()));
  }

  static Status status(FerruleException failure) {
    return status(failure.code()).withDescription(failure.getMessage());
  }

  static Metadata trailers(ErrorCode code) {
    var trailers = new Metadata();
    trailers.put(CODE, code.id());
    if (code.blame() == Blame.RETRY) {
      trailers.put(PUSHBACK_MILLIS, RETRY_AFTER_MILLIS);
    }
    return trailers;
  }

  static Status status(ErrorCode code) {
    return switch (code.blame()) {
      case SYSTEM -> Status.INTERNAL;
      case RETRY ->
          code == ErrorCode.LIMIT_REACHED ? Status.RESOURCE_EXHAUSTED : Status.UNAVAILABLE;
      case CALLER ->
          switch (code.httpStatus()) {
            case 401 -> Status.UNAUTHENTICATED;
            case 403 -> Status.PERMISSION_DENIED;
            case 404 -> Status.NOT_FOUND;
            case 409 -> Status.FAILED_PRECONDITION;
            default -> Status.INVALID_ARGUMENT;
          };
    };
  }
}
