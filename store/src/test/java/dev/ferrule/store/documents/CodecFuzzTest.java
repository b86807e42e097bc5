package dev.ferrule.store.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.model.Document;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/**
 * What is encoded comes back; damaged bytes decode to some value or are {@code store.corrupt}, and
 * nothing else. Another start of the seeds, or more of them, with {@code -Dferrule.fuzz.seed=...
 * -Dferrule.fuzz.runs=...}.
 */
class CodecFuzzTest {
  private static final long FIRST_SEED = Long.getLong("ferrule.fuzz.seed", 1);
  private static final int RUNS = Integer.getInteger("ferrule.fuzz.runs", 400);

  @Test
  void documentsRoundTrip() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      Document document = new RandomValues(seed).document();
      byte[] header = DocumentCodec.encodeHeader(document);
      assertEquals(document, DocumentCodec.decode(header, document.text()), "seed=" + seed);
      assertEquals("", DocumentCodec.decodeHeader(header).text());
    }
  }

  @Test
  void chunksRoundTrip() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      var chunk = new RandomValues(seed).chunk();
      RandomValues.assertEqualChunks(
          chunk, ChunkCodec.decode(ChunkCodec.encode(chunk)), "seed=" + seed);
    }
  }

  @Test
  void schemasRoundTrip() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      StoredCollection collection = new RandomValues(seed).collection();
      assertEquals(collection, SchemaCodec.decode(SchemaCodec.encode(collection)), "seed=" + seed);
    }
  }

  @Test
  void anyTruncationIsCorrupt() {
    var values = new RandomValues(FIRST_SEED);
    requireEachTruncationCorrupt(
        DocumentCodec.encodeHeader(values.document()), DocumentCodec::decodeHeader);
    requireEachTruncationCorrupt(ChunkCodec.encode(values.chunk()), ChunkCodec::decode);
    requireEachTruncationCorrupt(SchemaCodec.encode(values.collection()), SchemaCodec::decode);
  }

  private static void requireEachTruncationCorrupt(byte[] sound, Consumer<byte[]> decode) {
    for (int length = 0; length < sound.length; length++) {
      byte[] cut = Arrays.copyOf(sound, length);
      var thrown =
          assertThrows(FerruleException.class, () -> decode.accept(cut), "length=" + length);
      assertEquals(ErrorCode.STORE_CORRUPT, thrown.code(), "seed=" + FIRST_SEED);
    }
  }

  @Test
  void anotherVersionIsCorruptAndSaysWhich() {
    byte[] value = SchemaCodec.encode(new RandomValues(1).collection());
    value[0] = 9;
    var thrown = assertThrows(FerruleException.class, () -> SchemaCodec.decode(value));
    assertEquals(ErrorCode.STORE_CORRUPT, thrown.code());
    assertEquals("expected collection of version 1, found version 9", thrown.getMessage());
  }

  @Test
  void damagedDocumentsDecodeOrAreCorrupt() {
    fuzz(
        seed -> DocumentCodec.encodeHeader(new RandomValues(seed).document()),
        DocumentCodec::decodeHeader);
  }

  @Test
  void damagedChunksDecodeOrAreCorrupt() {
    fuzz(seed -> ChunkCodec.encode(new RandomValues(seed).chunk()), ChunkCodec::decode);
  }

  @Test
  void damagedSchemasDecodeOrAreCorrupt() {
    fuzz(seed -> SchemaCodec.encode(new RandomValues(seed).collection()), SchemaCodec::decode);
  }

  private static void fuzz(LongFunction<byte[]> encode, Consumer<byte[]> decode) {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      byte[] sound = encode.apply(seed);
      var random = new Random(seed);
      for (int i = 0; i < 20; i++) {
        requireDecodedOrCorrupt(mutate(sound, random), decode, seed);
      }
    }
  }

  private static void requireDecodedOrCorrupt(byte[] value, Consumer<byte[]> decode, long seed) {
    try {
      decode.accept(value);
    } catch (FerruleException refused) {
      assertEquals(
          ErrorCode.STORE_CORRUPT, refused.code(), "seed=" + seed + ": " + refused.getMessage());
    } catch (RuntimeException | OutOfMemoryError other) {
      throw new AssertionError("seed=" + seed, other);
    }
  }

  private static byte[] mutate(byte[] sound, Random random) {
    byte[] bytes = sound.clone();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = (byte) random.nextInt(256);
        case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xff);
        default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
      }
    }
    return bytes;
  }
}
