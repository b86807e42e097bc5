package dev.ferrule.server.results;

import org.jspecify.annotations.Nullable;

/**
 * Walks the heads of blocks from the newest result before a place towards the oldest, as far as a
 * request may. Confined to one request.
 */
final class BlockWalk {
  /** How far the clock may have gone back between two results that were written in order. */
  private static final long SLACK_MILLIS = 60_000;

  private final StoredBlocks blocks;
  private final Bounds bounds;

  /**
   * What one request may look at.
   *
   * @param results most results
   * @param blocks most blocks
   */
  record Bounds(long results, int blocks) {
    static final Bounds DEFAULT = new Bounds(5_000_000, 50_000);
  }

  /** Looks at a block. */
  interface Visitor {
    /**
     * @param upTo results of the block from here on are not to be looked at
     * @return the place to go on before, or null when the walk goes on
     */
    @Nullable ResultPlace visit(BlockHead head, BlockFilter filter, int upTo);
  }

  BlockWalk(StoredBlocks blocks, Bounds bounds) {
    this.blocks = blocks;
    this.bounds = bounds;
  }

  /** Walks; gives the place to go on before, or null when it came to the end. */
  @Nullable ResultPlace walk(ResultFilter filter, ResultPlace before, Visitor visitor) {
    long results = 0;
    long heads = 0;
    try (StoredBlocks.Heads walk = blocks.backward(start(filter, before))) {
      for (BlockHead head = walk.next(); head != null; head = walk.next()) {
        if (head.receivedMost < minus(filter.fromMillis())) {
          return null;
        }
        int start = head.startOf(before.sequence());
        int upTo = start < 0 ? head.upTo(before.sequence()) : start + before.index();
        BlockFilter inBlock = upTo == 0 ? null : BlockFilter.of(filter, head);
        ResultPlace stop = inBlock == null ? null : visitor.visit(head, inBlock, upTo);
        if (stop != null) {
          return stop;
        }
        results += head.results;
        if (++heads >= bounds.blocks() || results >= bounds.results()) {
          return new ResultPlace(head.sequences[0], 0);
        }
      }
    }
    return null;
  }

  private static long minus(long fromMillis) {
    return fromMillis < Long.MIN_VALUE + SLACK_MILLIS ? fromMillis : fromMillis - SLACK_MILLIS;
  }

  private long start(ResultFilter filter, ResultPlace before) {
    long start = before.sequence();
    if (start != Long.MAX_VALUE) {
      try (StoredBlocks.Heads heads = blocks.forward(start - 1)) {
        BlockHead head = heads.next();
        start = head == null ? start : head.sequence(); // merged: under a later number
      }
    }
    return filter.toMillis() > Long.MAX_VALUE - SLACK_MILLIS
        ? start
        : Math.min(start, lastBefore(filter.toMillis() + SLACK_MILLIS));
  }

  /* The number of the last block that can have a result from before then. */
  private long lastBefore(long millis) {
    long low = blocks.gone().sequence();
    long high = blocks.end().sequence();
    while (low < high) {
      long middle = low + (high - low) / 2;
      try (StoredBlocks.Heads heads = blocks.forward(middle)) {
        BlockHead head = heads.next();
        if (head == null || head.receivedLeast >= millis) {
          high = middle;
        } else {
          low = head.sequence();
        }
      }
    }
    return low;
  }
}
