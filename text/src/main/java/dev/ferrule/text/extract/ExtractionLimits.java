package dev.ferrule.text.extract;

import java.time.Duration;

/**
 * What one extraction may use. Past a limit it fails with {@code request.too-large}; nothing is cut
 * off silently. Immutable.
 *
 * @param maxInputBytes size of the file
 * @param maxTextChars length of the text that comes out
 * @param maxBlocks number of blocks that come out
 * @param maxPages pages of a PDF
 * @param maxUnzippedBytes what the parts read from a ZIP, or the streams of a PDF, may inflate to
 * @param maxZipEntries entries in a ZIP
 * @param maxCompressionRatio how many times larger a part over 1 MiB may be than its compressed
 *     form
 * @param maxXmlDepth nesting of XML elements
 * @param maxPageTime time for one page of a PDF
 * @param maxTime time for a whole PDF
 */
public record ExtractionLimits(
    long maxInputBytes,
    int maxTextChars,
    int maxBlocks,
    int maxPages,
    long maxUnzippedBytes,
    int maxZipEntries,
    int maxCompressionRatio,
    int maxXmlDepth,
    Duration maxPageTime,
    Duration maxTime) {

  /** What a node allows unless it is configured otherwise. */
  public static final ExtractionLimits DEFAULT =
      new ExtractionLimits(
          64L << 20,
          10_000_000,
          500_000,
          2_000,
          256L << 20,
          10_000,
          400,
          512,
          Duration.ofSeconds(5),
          Duration.ofSeconds(60));

  public ExtractionLimits {
    boolean positive =
        maxInputBytes > 0
            && maxTextChars > 0
            && maxBlocks > 0
            && maxPages > 0
            && maxUnzippedBytes > 0
            && maxZipEntries > 0
            && maxCompressionRatio > 0
            && maxXmlDepth > 0
            && maxPageTime.isPositive()
            && maxTime.isPositive();
    if (!positive) {
      throw new IllegalArgumentException("each extraction limit must be above 0");
    }
  }
}
