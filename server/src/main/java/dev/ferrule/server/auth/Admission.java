package dev.ferrule.server.auth;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who gets in, whatever the protocol. As soon as there is one key, every operation that has
 * a role needs one. A node without keys trusts whoever reaches loopback by a name that is
 * loopback's; by another name a stranger's page may have come (DNS rebinding). Thread-safe.
 */
public final class Admission {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

  /** Who calls a node without keys, or an operation that needs none. */
  public static final String ANONYMOUS = "anonymous";

  private final ApiKeys keys;
  private final WithoutKeys withoutKeys;

  public Admission(ApiKeys keys, WithoutKeys withoutKeys) {
    this.keys = keys;
    this.withoutKeys = withoutKeys;
  }

  /**
   * Lets the caller in, and says who it is; fails when it may not.
   *
   * @param authorization what the caller shows, as {@code Bearer KEY}, or null
   * @param host the name by which the node was called, without a port
   * @param needed the role of the operation
   */
  public String require(@Nullable String authorization, String host, Role needed) {
    if (keys.isEmpty() && withoutKeys != WithoutKeys.NOBODY) {
      requireLoopbackName(host);
      return ANONYMOUS;
    }
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

  private void requireLoopbackName(String host) {
    if (withoutKeys == WithoutKeys.LOOPBACK && !LOOPBACK.contains(host.toLowerCase(Locale.ROOT))) {
      throw new FerruleException(
          ErrorCode.AUTH_FORBIDDEN,
          "expected a request to localhost, found another host name; make a key to allow others");
    }
  }
}
