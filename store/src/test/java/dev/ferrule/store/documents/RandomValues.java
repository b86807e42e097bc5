package dev.ferrule.store.documents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.model.Chunk;
import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.model.CollectionSchema;
import dev.ferrule.model.Document;
import dev.ferrule.model.Field;
import dev.ferrule.model.FieldType;
import dev.ferrule.model.FieldValue;
import dev.ferrule.model.TextSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values with every shape a caller can give them, from a seeded source. */
final class RandomValues {
  private static final String[] PIECES = {
    "a", "Z", " ", "\n", "ß", "é", "中文", "😀", "𝒳", "\u0001", "\"", "­", "ffi", "０", "end."
  };

  private static final List<FieldType> TYPES = List.of(FieldType.values());

  private final Random random;

  RandomValues(long seed) {
    this.random = new Random(seed);
  }

  String text(int maxPieces) {
    var text = new StringBuilder();
    for (int i = random.nextInt(maxPieces + 1); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  Document document() {
    var metadata = new HashMap<String, List<FieldValue>>();
    for (int i = random.nextInt(5); i > 0; i--) {
      FieldType type = TYPES.get(random.nextInt(TYPES.size()));
      var values = new ArrayList<FieldValue>();
      for (int j = random.nextInt(4); j > 0; j--) {
        values.add(value(type));
      }
      metadata.put("field_" + i, values);
    }
    return new Document(
        "id " + random.nextInt() + "/é",
        text(5),
        text(50),
        random.nextBoolean() ? "application/pdf" : "",
        random.nextInt(),
        metadata,
        Long.toHexString(random.nextLong()),
        random.nextInt(),
        random.nextLong());
  }

  private FieldValue value(FieldType type) {
    return switch (type) {
      case KEYWORD -> new FieldValue.Keyword(text(6));
      case INT -> new FieldValue.Int(random.nextBoolean() ? Long.MIN_VALUE : random.nextLong());
      case FLOAT ->
          new FieldValue.Decimal(random.nextBoolean() ? -0.0 : random.nextGaussian() * 1e300);
      case BOOL -> new FieldValue.Bool(random.nextBoolean());
      case TIME -> new FieldValue.Time(Instant.ofEpochMilli(random.nextLong() >> 12));
    };
  }

  Chunk chunk() {
    int dims = random.nextInt(40);
    var vector = new float[dims];
    for (int i = 0; i < dims; i++) {
      vector[i] = Float.intBitsToFloat(random.nextInt());
    }
    int count = random.nextInt(6);
    var sentences = new ArrayList<TextSpan>();
    var sentenceVectors = new byte[count][dims];
    for (int i = 0; i < count; i++) {
      sentences.add(span());
      random.nextBytes(sentenceVectors[i]);
    }
    return new Chunk(
        random.nextInt(),
        span(),
        random.nextInt(),
        random.nextInt(),
        text(4),
        text(60),
        sentences,
        vector,
        sentenceVectors);
  }

  private TextSpan span() {
    int start = random.nextInt(1_000_000);
    return new TextSpan(start, start + random.nextInt(1_000_000));
  }

  StoredCollection collection() {
    int maxTokens = 16 + random.nextInt(1_985);
    var fields = new ArrayList<Field>();
    for (int i = random.nextInt(65); i > 0; i--) {
      FieldType type = TYPES.get(random.nextInt(TYPES.size()));
      fields.add(new Field("f_" + i, type));
    }
    return new StoredCollection(
        random.nextInt(),
        new CollectionSchema(
            "c-" + random.nextInt(1_000),
            text(5),
            new ChunkingSettings(maxTokens, random.nextInt(maxTokens / 2)),
            random.nextBoolean()
                ? CollectionSchema.Analyzer.ENGLISH
                : CollectionSchema.Analyzer.STANDARD,
            fields));
  }

  /** A collection's schema for tests that do not care about it. */
  static CollectionSchema schema(String name) {
    return new CollectionSchema(
        name, "m", ChunkingSettings.DEFAULT, CollectionSchema.Analyzer.ENGLISH, List.of());
  }

  /** A document whose text and hash say {@code content} and whose title says {@code title}. */
  static Document document(String id, String title, String content, int chunks) {
    return new Document(
        id, title, "text " + content, "text/plain", 0, Map.of(), content, chunks, 0);
  }

  /** Chunks whose texts say {@code content}. */
  static List<Chunk> chunks(String content, int count) {
    var chunks = new ArrayList<Chunk>();
    for (int i = 0; i < count; i++) {
      chunks.add(
          new Chunk(
              i,
              new TextSpan(i, i + 1),
              i,
              0,
              "",
              content + " #" + i,
              List.of(new TextSpan(0, 1)),
              new float[] {i, 1},
              new byte[][] {{(byte) i, 1}}));
    }
    return chunks;
  }

  static void assertEqualChunks(Chunk expected, Chunk actual, String message) {
    assertArrayEquals(expected.vector(), actual.vector(), message);
    assertArrayEquals(expected.sentenceVectors(), actual.sentenceVectors(), message);
    assertEquals(withoutArrays(expected), withoutArrays(actual), message);
  }

  private static List<Object> withoutArrays(Chunk chunk) {
    return List.of(
        chunk.ordinal(),
        chunk.span(),
        chunk.startCodePoints(),
        chunk.page(),
        chunk.heading(),
        chunk.text(),
        chunk.sentences());
  }
}
