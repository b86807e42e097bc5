package dev.ferrule.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.testkit.SharedData;
import dev.ferrule.text.tokenizers.Tokenizers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** A real tokenizer on real texts in 400 languages, many without spaces or full stops. */
class ChunkedLanguagesTest {
  @Test
  void theTokensOfAChunkAreThoseOfItsTextAlone() throws IOException {
    String file = "tokenizers/all-minilm-l6-v2-tokenizer.json";
    Tokenizer tokenizer = Tokenizers.read(SharedData.bytes(file), "minilm");
    var settings = new ChunkingSettings(100, 0);
    var chunker = new Chunker(tokenizer, DocumentBuilder.FULL_STOPS, settings);
    int chunks = 0;
    try (var zip = new ZipFile(SharedData.path("tokenizers/udhr2.zip").toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        StructuredText document =
            new DocumentBuilder().paragraph(new String(bytes, StandardCharsets.UTF_8)).build();
        for (TextChunk chunk : chunker.chunk(document)) {
          String text = chunk.span().of(document.text());
          var alone = new TokenBuffer();
          tokenizer.encode(text, alone);
          assertArrayEquals(alone.ids(), chunk.tokenIds(), text);
          assertTrue(alone.size() <= settings.maxTokens());
          chunks++;
        }
      }
    }
    assertTrue(chunks > 10_000, "chunks=" + chunks);
  }
}
