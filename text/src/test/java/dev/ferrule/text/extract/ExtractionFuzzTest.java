package dev.ferrule.text.extract;

import static dev.ferrule.text.extract.TestDocuments.EXTRACTORS;
import static dev.ferrule.text.extract.TestDocuments.docx;
import static dev.ferrule.text.extract.TestDocuments.p;
import static dev.ferrule.text.extract.TestDocuments.word;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.FerruleException;
import dev.ferrule.text.Block;
import dev.ferrule.text.StructuredText;
import dev.ferrule.text.extract.TestDocuments.Pen;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes: a sound result or a {@link FerruleException}, in time. Another start of the
 * seeds, or more of them, with {@code -Dferrule.fuzz.seed=... -Dferrule.fuzz.runs=...}.
 */
class ExtractionFuzzTest {
  private static final long FIRST_SEED = Long.getLong("ferrule.fuzz.seed", 1);
  private static final int RUNS = Integer.getInteger("ferrule.fuzz.runs", 400);

  private static void fuzz(byte[] sound, String mediaType) {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      byte[] mutated = mutate(sound, new Random(seed));
      long current = seed;
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> check(mutated, mediaType, current),
          () -> "seed=" + current + " type=" + mediaType);
    }
  }

  private static void check(byte[] content, String mediaType, long seed) {
    try {
      StructuredText document = EXTRACTORS.extract(content, mediaType);
      int last = 0;
      for (Block block : document.blocks()) {
        assertTrue(block.span().startChars() >= last, "seed=" + seed);
        last = block.span().endChars();
      }
      assertTrue(last <= document.text().length(), "seed=" + seed);
      assertTrue(document.text().indexOf('\0') < 0, "seed=" + seed);
    } catch (FerruleException refused) {
      assertTrue(refused.getMessage() != null, "seed=" + seed);
    }
  }

  private static byte[] mutate(byte[] sound, Random random) {
    byte[] bytes = sound.clone();
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      int length = 1 + random.nextInt(Math.min(64, bytes.length - at));
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        case 3 -> Arrays.fill(bytes, at, at + length, (byte) random.nextInt(256));
        case 4 ->
            System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
        default -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
          System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
          bytes = longer;
        }
      }
    }
    return bytes;
  }

  @Test
  void mutatedPdfs() throws IOException {
    try (var pen = new Pen()) {
      pen.draw(Pen.BOLD, 18, 50, 60, "Title").draw(50, 100, "Some text.").page();
      pen.draw(50, 60, "a").draw(150, 60, "b").draw(50, 80, "c").draw(150, 80, "d");
      fuzz(pen.save(), "application/pdf");
    }
  }

  @Test
  void mutatedDocxFilesAndTheirXml() {
    String body =
        p("<w:pStyle w:val=\"Heading1\"/>", "Title")
            + p("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>", "item")
            + "<w:tbl><w:tr><w:tc>"
            + p("", "a")
            + "</w:tc></w:tr></w:tbl>";
    fuzz(docx(body, Map.of()), MediaTypes.DOCX);
    byte[] xml = word("document", "<w:body>" + body + "</w:body>");
    for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      byte[] mutated = mutate(xml, new Random(seed));
      check(TestDocuments.zip(Map.of("word/document.xml", mutated)), MediaTypes.DOCX, seed);
    }
  }

  @Test
  void mutatedPagesAndTexts() {
    String html =
        "<html><head><meta charset=utf-8><title>t</title></head><body><h1>H</h1><ul><li>a<li>b</ul>"
            + "<table><tr><td>1<td>2</table><pre>x</pre><p hidden>n</p><form><p>f</form>\u00e9\u20ac";
    fuzz(html.getBytes(UTF_8), "text/html");
    String text =
        "# H\n\n- a\n  - b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n> q\n\u00e9";
    fuzz(text.getBytes(UTF_8), "text/markdown");
    fuzz(text.getBytes(UTF_8), "text/plain");
  }
}
