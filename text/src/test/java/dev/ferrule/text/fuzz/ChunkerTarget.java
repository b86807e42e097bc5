package dev.ferrule.text.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.model.TextSpan;
import dev.ferrule.text.Chunker;
import dev.ferrule.text.Sentences;
import dev.ferrule.text.StructuredText;
import dev.ferrule.text.TextChunk;
import dev.ferrule.text.extract.ExtractionLimits;
import dev.ferrule.text.extract.Extractors;
import java.nio.charset.StandardCharsets;

/**
 * Any Markdown is cut into chunks that are in order, inside the text and no larger than asked for,
 * with sentences inside them. The first byte says how large and how much they overlap.
 */
public final class ChunkerTarget {
  private static final Extractors EXTRACTORS = new Extractors(ExtractionLimits.DEFAULT);

  private ChunkerTarget() {}

  /** Checks one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int most = 16 + (input[0] & 0x3f);
    var settings = new ChunkingSettings(most, (input[0] & 0x40) == 0 ? 0 : most / 4);
    StructuredText document =
        EXTRACTORS.markdown(new String(input, 1, input.length - 1, StandardCharsets.UTF_8));
    int start = -1;
    var chunker = new Chunker(TokenizerTarget.TOKENIZER, new Sentences(), settings);
    for (TextChunk chunk : chunker.chunk(document)) {
      TextSpan span = chunk.span();
      assertTrue(span.startChars() > start, "a chunk before the last");
      assertTrue(span.endChars() <= document.text().length(), "a chunk behind the text");
      assertTrue(chunk.tokenIds().length <= most, () -> "tokens " + chunk.tokenIds().length);
      assertTrue(chunk.tokenIds().length > 0, "a chunk of nothing");
      start = span.startChars();
      int end = span.startChars();
      for (TextSpan sentence : chunk.sentences()) {
        assertTrue(sentence.startChars() >= end, "a sentence before the last");
        end = sentence.endChars();
        assertTrue(end <= span.endChars(), "a sentence behind its chunk");
      }
    }
  }
}
