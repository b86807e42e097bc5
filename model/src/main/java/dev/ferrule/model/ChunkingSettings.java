package dev.ferrule.model;

/**
 * How documents are cut into chunks, counted in the embedding model's own tokens. Immutable.
 *
 * @param maxTokens the most tokens in a chunk, 16 to 2,000
 * @param overlapTokens about how many tokens of its end a chunk repeats in the next one, cut at a
 *     sentence; at most half of {@code maxTokens}
 */
public record ChunkingSettings(int maxTokens, int overlapTokens) {
  public static final ChunkingSettings DEFAULT = new ChunkingSettings(200, 0);

  public ChunkingSettings {
    if (maxTokens < 16 || maxTokens > 2_000) {
      throw new FerruleException(
          ErrorCode.COLLECTION_INVALID,
          "expected chunking.max_tokens between 16 and 2000, found max_tokens=" + maxTokens);
    }
    if (overlapTokens < 0 || overlapTokens > maxTokens / 2) {
      throw new FerruleException(
          ErrorCode.COLLECTION_INVALID,
          "expected chunking.overlap_tokens from 0 to half of max_tokens=%d, found %d"
              .formatted(maxTokens, overlapTokens));
    }
  }

  /** A section of fewer tokens may share a chunk with its neighbour. */
  public int smallSectionTokens() {
    return maxTokens / 4;
  }
}
