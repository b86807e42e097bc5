package dev.ferrule.server.releases;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to the releases. Immutable.
 *
 * @param id sorts as text in the order in which things happened, and is never given twice
 * @param action what happened
 * @param release the hash of the release that it happened to
 * @param before the hash of the release that was live before, or null
 * @param percent the share of entities for {@link Action#PERCENT}, else 0
 * @param authored who did it, when, and why
 */
public record HistoryEntry(
    String id,
    Action action,
    String release,
    @Nullable String before,
    int percent,
    Authored authored) {

  /** What can happen. */
  public enum Action {
    PUBLISHED,
    /** A rule set that came by itself did not check; it is not kept. */
    REFUSED,
    SHADOWED,
    PERCENT,
    ACTIVATED,
    /** A candidate was taken back. */
    DROPPED,
    /** What was live before is live again. */
    ROLLED_BACK
  }
}
