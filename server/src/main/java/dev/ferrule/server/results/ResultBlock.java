package dev.ferrule.server.results;

import java.util.List;

/**
 * Results that were written together, in their order. Immutable.
 *
 * @param sequence where the block ends in the log: a follower that has handled it continues after
 *     this
 * @param ordinal how many results were ever written before its first
 * @param results never empty
 */
public record ResultBlock(long sequence, long ordinal, List<Result> results) {
  public ResultBlock {
    results = List.copyOf(results);
  }

  /** How many results were ever written up to its last. */
  public long end() {
    return ordinal + results.size();
  }
}
