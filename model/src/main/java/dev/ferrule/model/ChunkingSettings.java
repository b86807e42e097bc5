package dev.ferrule.model;

/**
 * How documents are cut into chunks.
 *
 * @param maxTokens the most tokens of a chunk, without the model's special ones; 16 to 8192
 * @param overlapTokens the most tokens that a chunk repeats from the end of the one before in the
 *     same section, in whole sentences; 0 to half of {@code maxTokens}
 * @param smallSectionTokens a section of fewer tokens may share a chunk with its neighbour; 0 to
 *     {@code maxTokens}
 */
public record ChunkingSettings(int maxTokens, int overlapTokens, int smallSectionTokens) {
  /** 200 tokens, no overlap, sections from 50 tokens on by themselves. */
  public static final ChunkingSettings DEFAULT = of(200, 0);

  public ChunkingSettings {
    require(maxTokens, 16, 8192, "maxTokens");
    require(overlapTokens, 0, maxTokens / 2, "overlapTokens");
    require(smallSectionTokens, 0, maxTokens, "smallSectionTokens");
  }

  /** Settings whose small sections are those below a quarter of {@code maxTokens}. */
  public static ChunkingSettings of(int maxTokens, int overlapTokens) {
    return new ChunkingSettings(maxTokens, overlapTokens, Math.max(maxTokens, 0) / 4);
  }

  private static void require(int value, int least, int most, String name) {
    if (value < least || value > most) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected %s from %d to %d, found %s=%d".formatted(name, least, most, name, value));
    }
  }
}
