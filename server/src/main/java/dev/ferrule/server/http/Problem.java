package dev.ferrule.server.http;

import dev.ferrule.model.Blame;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Errors as problem documents (RFC 9457) that carry the stable code. Stateless. */
public final class Problem {
  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

  private Problem() {}

  /** What {@code failure} means to a caller; anything unforeseen is logged and told as internal. */
  public static FerruleException meaning(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof FerruleException known) {
      if (known.code().blame() == Blame.SYSTEM) {
        LOG.error("request failed: code={} {}", known.code().id(), known.getMessage(), known);
      }
      return known;
    }
    LOG.error("request failed unexpectedly", failure);
    return new FerruleException(
        ErrorCode.INTERNAL, "the node failed on this request; its log says why", failure);
  }

  static ObjectNode json(FerruleException failure) {
    ErrorCode code = failure.code();
    return Json.object()
        .put("type", "urn:ferrule:error:" + code.id())
        .put("title", code.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .put("status", code.httpStatus())
        .put("detail", failure.getMessage())
        .put("code", code.id());
  }

  static Response.Whole response(FerruleException failure) {
    var headers = new LinkedHashMap<String, String>();
    if (failure.code().blame() == Blame.RETRY) {
      headers.put("retry-after", "1");
    }
    if (failure.code().httpStatus() == 401) {
      headers.put("www-authenticate", "Bearer realm=\"ferrule\"");
    }
    return new Response.Whole(
        failure.code().httpStatus(),
        "application/problem+json",
        Json.bytes(json(failure)),
        Map.copyOf(headers));
  }
}
