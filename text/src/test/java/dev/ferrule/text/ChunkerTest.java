package dev.ferrule.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.model.TextSpan;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkerTest {
  private static List<TextChunk> chunk(StructuredText document, ChunkingSettings settings) {
    return new Chunker(DocumentBuilder.TOKENIZER, DocumentBuilder.FULL_STOPS, settings)
        .chunk(document);
  }

  private static List<String> texts(StructuredText document, ChunkingSettings settings) {
    return chunk(document, settings).stream()
        .map(chunk -> chunk.span().of(document.text()))
        .toList();
  }

  /** A sentence of so many tokens. */
  private static String sentence(int tokens) {
    return "word ".repeat(tokens - 2) + "word.";
  }

  @Test
  void aDocumentThatFitsIsOneChunkWithItsSentences() {
    StructuredText document =
        new DocumentBuilder().heading(1, "a").paragraph("word a. word b.").list("c", "a b").build();
    List<TextChunk> chunks = chunk(document, ChunkingSettings.DEFAULT);
    assertEquals(1, chunks.size());
    TextChunk only = chunks.getFirst();
    assertEquals("a\n\nword a. word b.\n\n- c\n- a b", only.span().of(document.text()));
    assertEquals("a", only.heading());
    assertEquals(1, only.page());
    assertEquals(
        List.of("word a.", "word b.", "c", "a b"),
        only.sentences().stream().map(span -> span.of(document.text())).toList());
    var alone = new TokenBuffer();
    DocumentBuilder.TOKENIZER.encode("word b.", alone);
    assertArrayEquals(alone.ids(), only.sentenceTokenIds(1));
    assertNull(only.tableHeader());
  }

  @Test
  void aBigSectionHasItsChunksToItself() {
    StructuredText document =
        new DocumentBuilder()
            .heading(1, "a")
            .heading(2, "b")
            .paragraph(sentence(60))
            .heading(2, "c")
            .paragraph(sentence(60))
            .build();
    List<TextChunk> chunks = chunk(document, ChunkingSettings.DEFAULT);
    assertEquals(List.of("a > b", "a > c"), chunks.stream().map(TextChunk::heading).toList());
    assertTrue(texts(document, ChunkingSettings.DEFAULT).get(1).startsWith("c\n\nword"));
  }

  @Test
  void smallSectionsOfOneParentShareAChunk() {
    StructuredText document =
        new DocumentBuilder()
            .heading(1, "a")
            .heading(2, "b")
            .paragraph(sentence(20))
            .heading(2, "c")
            .paragraph(sentence(20))
            .heading(1, "b")
            .paragraph(sentence(20))
            .build();
    // The second top-level section is small too, but has another parent than the one before it.
    List<TextChunk> chunks = chunk(document, ChunkingSettings.DEFAULT);
    assertEquals(List.of("a", "b"), chunks.stream().map(TextChunk::heading).toList());
  }

  @Test
  void aListStaysWholeWithItsIntroduction() {
    String[] items = Collections.nCopies(10, sentence(8)).toArray(new String[0]);
    StructuredText document =
        new DocumentBuilder()
            .paragraph(sentence(100))
            .paragraph(sentence(90))
            .paragraph("word a.")
            .list(items)
            .build();
    List<String> texts = texts(document, ChunkingSettings.DEFAULT);
    assertEquals(2, texts.size());
    assertTrue(texts.get(1).startsWith("word a."), texts.get(1));
  }

  @Test
  void aTableIsCutBetweenRowsAndRemembersItsFirst() {
    String[] rows = Collections.nCopies(30, "a | b | word c").toArray(new String[0]);
    rows[0] = "c | c | c";
    StructuredText document = new DocumentBuilder().table(rows).build();
    List<TextChunk> chunks = chunk(document, new ChunkingSettings(100, 0));
    assertTrue(chunks.size() > 1);
    assertNull(chunks.getFirst().tableHeader());
    for (TextChunk chunk : chunks.subList(1, chunks.size())) {
      TextSpan header = chunk.tableHeader();
      assertEquals("c | c | c", header == null ? "" : header.of(document.text()));
      assertTrue(chunk.span().of(document.text()).startsWith("a | b"));
      assertTrue(chunk.span().of(document.text()).endsWith("word c"));
    }
  }

  @Test
  void aHeadingGoesWithTheBeginningOfALongSentence() {
    StructuredText document =
        new DocumentBuilder().heading(1, "a").paragraph(sentence(450)).build();
    List<TextChunk> chunks = chunk(document, ChunkingSettings.DEFAULT);
    assertEquals(3, chunks.size());
    assertTrue(chunks.getFirst().span().of(document.text()).startsWith("a\n\nword"));
    for (TextChunk chunk : chunks) {
      assertEquals(1, chunk.sentences().size());
    }
  }

  @Test
  void aHeadingAloneIsNoSentence() {
    StructuredText document = new DocumentBuilder().heading(1, "a b").build();
    List<TextChunk> chunks = chunk(document, ChunkingSettings.DEFAULT);
    assertEquals(1, chunks.size());
    assertTrue(chunks.getFirst().sentences().isEmpty());
  }

  @Test
  void overlapRepeatsWholeSentencesOfTheChunkBefore() {
    var text = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      text.append(sentence(10)).append(' ');
    }
    StructuredText document = new DocumentBuilder().paragraph(text.toString()).build();
    List<TextChunk> chunks = chunk(document, new ChunkingSettings(100, 25));
    for (int i = 1; i < chunks.size(); i++) {
      TextSpan before = chunks.get(i - 1).span();
      TextSpan shared = new TextSpan(chunks.get(i).span().startChars(), before.endChars());
      assertEquals(sentence(10) + " " + sentence(10), shared.of(document.text()));
    }
    assertTrue(chunks.size() > 3);
  }

  @Test
  void aChunkBeginsOnThePageOfItsFirstBlock() {
    StructuredText document =
        new DocumentBuilder().paragraph(sentence(150)).nextPage().paragraph(sentence(150)).build();
    List<TextChunk> chunks = chunk(document, ChunkingSettings.DEFAULT);
    assertEquals(List.of(1, 2), chunks.stream().map(TextChunk::page).toList());
  }

  @Test
  void nothingGivesNoChunks() {
    assertTrue(chunk(new StructuredText("", "", List.of(), 0), ChunkingSettings.DEFAULT).isEmpty());
    StructuredText blank = new DocumentBuilder().paragraph(" \u200B ").build();
    assertTrue(chunk(blank, ChunkingSettings.DEFAULT).isEmpty());
  }

  @Test
  void hostileDocumentsTakeLinearTime() {
    for (String unit : List.of("a", "a ", "中", ".", "word. ", "é", "\n", "ab-")) {
      String text = unit.repeat(1_000_000 / unit.length());
      StructuredText document = new DocumentBuilder().paragraph(text).build();
      assertTimeout(
          Duration.ofSeconds(15), () -> chunk(document, ChunkingSettings.DEFAULT), "unit=" + unit);
      StructuredText code = new DocumentBuilder().code(text).build();
      assertTimeout(Duration.ofSeconds(15), () -> chunk(code, ChunkingSettings.DEFAULT));
    }
  }

  @Test
  void manyBlocksTakeLinearTime() {
    var headings = new DocumentBuilder();
    var paragraphs = new DocumentBuilder();
    String[] items = Collections.nCopies(100_000, "a").toArray(new String[0]);
    for (int i = 0; i < 100_000; i++) {
      headings.heading(1 + i % 6, "a");
      paragraphs.paragraph("a");
    }
    for (DocumentBuilder builder :
        List.of(
            headings,
            paragraphs,
            new DocumentBuilder().list(items),
            new DocumentBuilder().table(items))) {
      StructuredText document = builder.build();
      assertTimeout(
          Duration.ofSeconds(15),
          () -> assertFalse(chunk(document, ChunkingSettings.DEFAULT).isEmpty()));
    }
  }
}
