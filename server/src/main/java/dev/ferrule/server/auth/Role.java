package dev.ferrule.server.auth;

/** What a key may do; each role may do what those before it may. */
public enum Role {
  /** Search, ask, look at documents. */
  READ,
  /** Put and delete documents, create collections. */
  WRITE,
  /** Delete collections, handle keys. */
  ADMIN;

  /** Whether this role covers {@code needed}. */
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }
}
