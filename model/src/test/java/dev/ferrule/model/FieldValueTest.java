package dev.ferrule.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldValueTest {
  @Test
  void eachTypeHasItsValue() {
    var types =
        List.<FieldValue>of(
                new FieldValue.Keyword("a"),
                new FieldValue.Int(1),
                new FieldValue.Decimal(1),
                new FieldValue.Bool(true),
                new FieldValue.Time(Instant.EPOCH))
            .stream()
            .map(FieldValue::type)
            .toList();
    assertEquals(List.of(FieldType.values()), types);
  }

  @Test
  void filtersKeepTheirOwnCopies() {
    var ids = new ArrayList<>(List.of("a"));
    var documents = new Filter.Documents(ids);
    var filters = new ArrayList<Filter>(List.of(documents));
    var and = new Filter.And(filters);
    ids.add("b");
    filters.clear();
    assertEquals(List.of("a"), documents.ids());
    assertEquals(List.of(documents), and.filters());
  }

  @Test
  void chunkNeedsAVectorPerSentence() {
    var span = new TextSpan(0, 1);
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Chunk(0, span, 0, 0, "", "a", List.of(span), new float[1], new byte[2][1]));
    assertEquals("expected a vector per sentence: sentences=1 vectors=2", thrown.getMessage());
  }

  @Test
  void errorIdsAreUniqueAndTheirBlameFitsTheirStatus() {
    var ids = new HashSet<String>();
    for (ErrorCode code : ErrorCode.values()) {
      assertTrue(ids.add(code.id()), code.id());
      boolean client = code.httpStatus() >= 400 && code.httpStatus() < 500;
      switch (code.blame()) {
        case CALLER -> assertTrue(client, code.id());
        case SYSTEM -> assertEquals(500, code.httpStatus(), code.id());
        case RETRY ->
            assertTrue(
                Arrays.asList(429, 502, 503, 504, 507).contains(code.httpStatus()), code.id());
      }
    }
  }
}
