package dev.ferrule.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.model.CollectionSchema.Analyzer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionSchemaTest {
  private static CollectionSchema schema(String name, List<Field> fields) {
    return new CollectionSchema(name, "m", ChunkingSettings.DEFAULT, Analyzer.ENGLISH, fields);
  }

  private static void requireInvalid(Executable executable) {
    var thrown = assertThrows(FerruleException.class, executable);
    assertEquals(ErrorCode.COLLECTION_INVALID, thrown.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "hotel-documents_2", "a-", "a_"})
  void soundNamesAreTaken(String name) {
    assertEquals(name, schema(name, List.of()).name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-a", "_a", "A", "hotel Documents", "a/b", "..", "a.b", "é", "a\n", "a\u0000"})
  void otherNamesAreRefused(String name) {
    requireInvalid(() -> schema(name, List.of()));
  }

  @Test
  void longestNameHas64Characters() {
    schema("a".repeat(64), List.of());
    requireInvalid(() -> schema("a".repeat(65), List.of()));
  }

  @Test
  void fieldIsFoundByItsName() {
    var price = new Field("price", FieldType.FLOAT);
    CollectionSchema schema = schema("c", List.of(new Field("tag", FieldType.KEYWORD), price));
    assertEquals(price, schema.findField("price"));
    assertNull(schema.findField("absent"));
  }

  @Test
  void fieldNamedTwiceIsRefused() {
    requireInvalid(
        () -> schema("c", List.of(new Field("a", FieldType.INT), new Field("a", FieldType.BOOL))));
  }

  @Test
  void atMost64FieldsAreTaken() {
    var fields =
        new ArrayList<>(
            IntStream.range(0, 64).mapToObj(i -> new Field("f" + i, FieldType.INT)).toList());
    assertEquals(64, schema("c", fields).fields().size());
    fields.add(new Field("last", FieldType.INT));
    requireInvalid(() -> schema("c", fields));
  }

  @Test
  void schemaKeepsItsOwnCopyOfTheFields() {
    var fields = new ArrayList<>(List.of(new Field("a", FieldType.INT)));
    CollectionSchema schema = schema("c", fields);
    fields.clear();
    assertEquals(1, schema.fields().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "_a", "A", "a-b", "a.b", "é", "a\n"})
  void fieldNamesBeginWithALetter(String name) {
    requireInvalid(() -> new Field(name, FieldType.INT));
  }

  @Test
  void longestFieldNameHas64Characters() {
    assertEquals(64, new Field("a".repeat(64), FieldType.INT).name().length());
    requireInvalid(() -> new Field("a".repeat(65), FieldType.INT));
  }

  @Test
  void chunkingOutOfItsLimitsIsRefused() {
    assertEquals(8, new ChunkingSettings(16, 8).overlapTokens());
    assertEquals(2_000, new ChunkingSettings(2_000, 0).maxTokens());
    requireInvalid(() -> new ChunkingSettings(15, 0));
    requireInvalid(() -> new ChunkingSettings(2_001, 0));
    requireInvalid(() -> new ChunkingSettings(16, -1));
    requireInvalid(() -> new ChunkingSettings(16, 9));
  }
}
