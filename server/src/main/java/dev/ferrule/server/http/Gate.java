package dev.ferrule.server.http;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.auth.Admission;
import dev.ferrule.server.auth.ApiKeys;
import dev.ferrule.server.auth.Role;
import dev.ferrule.server.auth.WithoutKeys;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests get in, by {@link Admission}. A node must not be reached through a browser
 * by a stranger's page, so a request from another origin is refused too.
 */
final class Gate {
  private final Admission admission;

  Gate(ApiKeys keys, WithoutKeys withoutKeys) {
    this.admission = new Admission(keys, withoutKeys);
  }

  /** Lets the request in, and says who calls; fails when it may not. */
  String check(HttpServerRequest request, @Nullable Role needed) {
    requireSameOrigin(request);
    if (needed == null) {
      return Admission.ANONYMOUS;
    }
    var authority = request.authority();
    String host = authority == null ? "" : authority.host();
    return admission.require(request.getHeader("authorization"), host, needed);
  }

  private static void requireSameOrigin(HttpServerRequest request) {
    String origin = request.getHeader("origin");
    if (origin == null || request.authority() == null) {
      return;
    }
    String expected = request.authority().toString();
    String found;
    try {
      String authority = URI.create(origin).getRawAuthority();
      found = authority == null ? "another" : authority;
    } catch (IllegalArgumentException e) {
      found = "another";
    }
    if (!found.equalsIgnoreCase(expected)) {
      throw new FerruleException(
          ErrorCode.AUTH_FORBIDDEN,
          "expected a request from the node's own pages, found one from another origin");
    }
  }
}
