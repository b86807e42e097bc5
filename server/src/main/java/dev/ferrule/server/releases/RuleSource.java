package dev.ferrule.server.releases;

import dev.ferrule.rules.RuleSet;

/** Opens the rule sets of releases. Thread-safe. */
@FunctionalInterface
public interface RuleSource {
  /**
   * The rule set of a release, to be closed.
   *
   * @param hash the release
   * @throws dev.ferrule.model.FerruleException with {@link
   *     dev.ferrule.model.ErrorCode#RELEASE_NOT_FOUND} when it is gone
   */
  RuleSet open(String hash);
}
