package dev.ferrule.server.results;

import org.jspecify.annotations.Nullable;

/**
 * Which results are wanted. What is null or unbounded lets all through. Immutable.
 *
 * @param fromMillis received then or later, in Unix time
 * @param toMillis received before then
 * @param action this happened
 * @param entity the rules read this entity, as {@code User/1}
 * @param rule this rule fired
 * @param verdict this verdict was declared
 * @param release evaluated by a release whose hash begins so
 */
public record ResultFilter(
    long fromMillis,
    long toMillis,
    @Nullable String action,
    @Nullable String entity,
    @Nullable String rule,
    @Nullable String verdict,
    @Nullable String release) {
  /** Every result. */
  public static final ResultFilter ALL =
      new ResultFilter(Long.MIN_VALUE, Long.MAX_VALUE, null, null, null, null, null);

  /** Whether a result is wanted. */
  public boolean test(Result result) {
    return result.receivedMillis() >= fromMillis
        && result.receivedMillis() < toMillis
        && (action == null || action.equals(result.action()))
        && (entity == null || result.entities().contains(entity))
        && (rule == null || result.rules().contains(rule))
        && (verdict == null || result.verdicts().contains(verdict))
        && (release == null || result.release().startsWith(release));
  }
}
