package dev.ferrule.embed;

/**
 * What one forward pass reads. Arrays are shared, not copied.
 *
 * @param ids token ids without special tokens; {@code [tokens]}
 * @param spans parts of it that get vectors of their own: start and end token of each, flat; {@code
 *     [2 * parts]}
 */
public record Sequence(int[] ids, int[] spans) {
  private static final int[] NONE = {};

  /** A sequence of which only the whole is wanted. */
  public static Sequence of(int[] ids) {
    return new Sequence(ids, NONE);
  }
}
