package dev.ferrule.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.model.TextSpan;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds for every document, shown on seeded random ones. */
class ChunkerPropertyTest {
  private static final int DOCUMENTS = 400;

  private interface Property {
    void check(StructuredText document, ChunkingSettings settings, List<TextChunk> chunks);
  }

  private static void forAll(Property property) {
    long seed = Long.getLong("seed", System.nanoTime());
    for (int i = 0; i < DOCUMENTS; i++) {
      var random = new SplittableRandom(seed + i);
      StructuredText document = randomDocument(random);
      int maxTokens = random.nextInt(16, 120);
      var settings =
          new ChunkingSettings(maxTokens, random.nextBoolean() ? 0 : random.nextInt(maxTokens / 2));
      try {
        property.check(document, settings, chunk(document, settings));
      } catch (AssertionError e) {
        throw new AssertionError("replay with -Dseed=" + (seed + i), e);
      }
    }
  }

  private static List<TextChunk> chunk(StructuredText document, ChunkingSettings settings) {
    return new Chunker(DocumentBuilder.TOKENIZER, DocumentBuilder.FULL_STOPS, settings)
        .chunk(document);
  }

  private static StructuredText randomDocument(SplittableRandom random) {
    var document = new DocumentBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      switch (random.nextInt(6)) {
        case 0, 1 -> document.heading(random.nextInt(1, 5), words(random, 6));
        case 2 -> document.list(many(random, n -> words(random, random.nextInt(12) == 0 ? 90 : 8)));
        case 3 -> document.table(many(random, n -> words(random, 6)));
        case 4 -> document.code(String.join("\n", many(random, n -> words(random, 9))));
        default -> document.paragraph(words(random, random.nextInt(5) == 0 ? 400 : 40));
      }
    }
    return document.build();
  }

  private static String[] many(SplittableRandom random, IntFunction<String> maker) {
    return IntStream.range(0, random.nextInt(1, 20)).mapToObj(maker).toArray(String[]::new);
  }

  private static String words(SplittableRandom random, int most) {
    String[] parts = {
      "word", "a", "abc", "cab", "中", "é", "e\u0301", ".", ". ", ", ", "-", "\u200B", "xyz", "\n",
    };
    var text = new StringBuilder("b");
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
      if (random.nextInt(4) != 0) {
        text.append(' ');
      }
    }
    return text.toString();
  }

  @Test
  void noChunkHasMoreThanTheMostTokens() {
    forAll((document, settings, chunks) -> {
      for (TextChunk chunk : chunks) {
        assertTrue(chunk.tokenIds().length <= settings.maxTokens());
        assertTrue(chunk.tokenIds().length > 0);
      }
    });
  }

  @Test
  void theTokensOfAChunkAreThoseOfItsTextAlone() {
    forAll((document, settings, chunks) -> {
      var alone = new TokenBuffer();
      for (TextChunk chunk : chunks) {
        String text = chunk.span().of(document.text());
        alone.clear();
        DocumentBuilder.TOKENIZER.encode(text, alone);
        assertArrayEquals(alone.ids(), chunk.tokenIds(), text);
      }
    });
  }

  @Test
  void chunksAndTheirSentencesStandInOrder() {
    forAll((document, settings, chunks) -> {
      int start = -1;
      int end = -1;
      for (int i = 0; i < chunks.size(); i++) {
        TextChunk chunk = chunks.get(i);
        assertEquals(i, chunk.ordinal());
        assertTrue(chunk.span().startChars() > start);
        assertTrue(chunk.span().endChars() > end);
        assertTrue(settings.overlapTokens() > 0 || chunk.span().startChars() >= end);
        start = chunk.span().startChars();
        end = chunk.span().endChars();
        assertSentencesInOrder(document, chunk);
      }
    });
  }

  private static void assertSentencesInOrder(StructuredText document, TextChunk chunk) {
    int end = chunk.span().startChars();
    var alone = new TokenBuffer();
    for (int i = 0; i < chunk.sentences().size(); i++) {
      TextSpan sentence = chunk.sentences().get(i);
      assertTrue(sentence.startChars() >= end);
      end = sentence.endChars();
      alone.clear();
      DocumentBuilder.TOKENIZER.encode(sentence.of(document.text()), alone);
      assertArrayEquals(alone.ids(), chunk.sentenceTokenIds(i));
    }
    assertTrue(chunk.span().endChars() >= end);
  }

  @Test
  void everyTokenOfEveryBlockIsInAChunkAndInOneOnlyWithoutOverlap() {
    forAll((document, settings, chunks) -> {
      var tokens = new TokenBuffer();
      DocumentBuilder.TOKENIZER.encode(document.text(), tokens);
      var inBlock = new BitSet();
      for (Block block : document.blocks()) {
        inBlock.set(block.span().startChars(), block.span().endChars());
      }
      for (int i = 0; i < tokens.size(); i++) {
        int at = tokens.startChars(i);
        long holders =
            chunks.stream()
                .filter(c -> c.span().startChars() <= at && at < c.span().endChars())
                .count();
        assertTrue(!inBlock.get(at) || holders > 0, "lost token at " + at);
        assertTrue(settings.overlapTokens() > 0 || holders <= 1, "doubled token at " + at);
      }
    });
  }

  @Test
  void chunkingIsDeterministic() {
    forAll((document, settings, chunks) -> {
      List<TextChunk> again = chunk(document, settings);
      assertEquals(chunks.size(), again.size());
      for (int i = 0; i < chunks.size(); i++) {
        assertEquals(chunks.get(i).span(), again.get(i).span());
        assertEquals(chunks.get(i).heading(), again.get(i).heading());
        assertEquals(chunks.get(i).sentences(), again.get(i).sentences());
      }
    });
  }
}
