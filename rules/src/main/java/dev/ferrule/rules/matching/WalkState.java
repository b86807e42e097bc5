package dev.ferrule.rules.matching;

/**
 * A way of reading a text as a word, packed into a long: the node, and what decides how it goes on.
 *
 * <pre>
 * bits  0-31  node
 * bits 32-33  letters more than the word has in the current run: 0, 1, or 2 and more
 * bits 34-35  letters so far: 0 one, 1 side by side, 2 with a space between each
 * bit  36     a space has been skipped since the last letter
 * bits 37-40  characters skipped since the last letter
 * bits 41-42  vowels guessed
 * </pre>
 */
final class WalkState {
  static final long START = 0;

  private static final long SPACED = 1L << 36;
  private static final long ONE_SKIPPED = 1L << 37;
  private static final long PENDING = SPACED | 15L << 37;

  private WalkState() {}

  static int node(long state) {
    return (int) state;
  }

  static int extra(long state) {
    return (int) (state >>> 32) & 3;
  }

  private static int apart(long state) {
    return (int) (state >>> 34) & 3;
  }

  static int skipped(long state) {
    return (int) (state >>> 37) & 15;
  }

  static int guessed(long state) {
    return (int) (state >>> 41) & 3;
  }

  /** Whether the run of letters is as long as the word's, or drawn out to three or more. */
  static boolean mayLeave(long state, int run) {
    return extra(state) == 0 || run + extra(state) >= 3;
  }

  /** Letters are either all side by side or all apart. */
  static boolean mayEnter(long state) {
    boolean spaced = (state & SPACED) != 0;
    return apart(state) == 0 || (apart(state) == 2) == spaced;
  }

  static boolean maySpace(long state) {
    return apart(state) != 1 && (state & SPACED) == 0;
  }

  static long space(long state) {
    return (state | SPACED) + ONE_SKIPPED;
  }

  static long skip(long state) {
    return state + ONE_SKIPPED;
  }

  static long repeat(long state) {
    long kept = state & ~PENDING;
    return extra(state) < 2 ? kept + (1L << 32) : kept;
  }

  static long enter(long state, int node, boolean guessed) {
    boolean first = node(state) == CensoredTrie.ROOT;
    long apart = first ? 0 : (state & SPACED) != 0 ? 2 : 1;
    long guesses = guessed(state) + (guessed ? 1L : 0L);
    return (guesses << 41) | (apart << 34) | Integer.toUnsignedLong(node);
  }

  /** Two letters that happen to stand apart are no hidden word; three or more are. */
  static boolean spacedEnough(long state, int letters) {
    return apart(state) != 2 || letters >= 3;
  }
}
