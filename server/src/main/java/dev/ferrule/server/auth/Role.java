package dev.ferrule.server.auth;

/**
 * What a key may do. Each role may do what those before it may, but for {@link #WORKER}: it may do
 * nothing else, and only an admin may do the same.
 */
public enum Role {
  /** Join as a worker: whoever computes features sees events and steers verdicts. */
  WORKER,
  /** Search, ask, look at documents. */
  READ,
  /** Put and delete documents, create collections. */
  WRITE,
  /** Delete collections, handle keys. */
  ADMIN;

  /** Whether this role covers {@code needed}. */
  public boolean covers(Role needed) {
    return this == WORKER || needed == WORKER
        ? this == needed || this == ADMIN
        : compareTo(needed) >= 0;
  }
}
