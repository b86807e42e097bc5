package dev.ferrule.server.http;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.auth.ApiKeys;
import dev.ferrule.server.auth.Role;
import dev.ferrule.server.auth.WithoutKeys;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who gets in. As soon as there is one key, every operation that has a role needs one. A
 * node without keys trusts whoever reaches loopback, so it must not be reached through a browser by
 * a stranger's page: a request from another origin, or one that calls the node by a name that is
 * not loopback's (DNS rebinding), is refused.
 */
final class Gate {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

  /** Who calls a node without keys, or an operation that needs none. */
  static final String ANONYMOUS = "anonymous";

  private final ApiKeys keys;
  private final WithoutKeys withoutKeys;

  Gate(ApiKeys keys, WithoutKeys withoutKeys) {
    this.keys = keys;
    this.withoutKeys = withoutKeys;
  }

  /** Lets the request in, and says who calls; fails when it may not. */
  String check(HttpServerRequest request, @Nullable Role needed) {
    requireSameOrigin(request);
    if (needed == null) {
      return ANONYMOUS;
    }
    if (keys.isEmpty() && withoutKeys != WithoutKeys.NOBODY) {
      requireLoopbackName(request);
      return ANONYMOUS;
    }
    String authorization = request.getHeader("authorization");
    if (authorization == null) {
      throw new FerruleException(
          ErrorCode.AUTH_MISSING, "expected the header authorization: Bearer KEY, found none");
    }
    ApiKeys.ApiKey key =
        authorization.regionMatches(true, 0, "Bearer ", 0, 7)
            ? keys.find(authorization.substring(7).strip())
            : null;
    if (key == null) {
      throw new FerruleException(ErrorCode.AUTH_INVALID, "expected a valid key, found another");
    }
    if (!key.role().covers(needed)) {
      throw new FerruleException(
          ErrorCode.AUTH_FORBIDDEN,
          "expected a key with role %s or more, found role %s"
              .formatted(lower(needed), lower(key.role())));
    }
    return key.name();
  }

  private static String lower(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
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

  private void requireLoopbackName(HttpServerRequest request) {
    var authority = request.authority();
    String host = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
    if (withoutKeys == WithoutKeys.LOOPBACK && !LOOPBACK.contains(host)) {
      throw new FerruleException(
          ErrorCode.AUTH_FORBIDDEN,
          "expected a request to localhost, found another host name; make a key to allow others");
    }
  }
}
