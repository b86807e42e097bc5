package dev.ferrule.model;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTest {
  private static Document document(String id, Map<String, List<FieldValue>> metadata) {
    return new Document(id, "", "", "text/plain", 0, metadata, "", 0, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "rooms/wifi.md", "a b", "日本", "😀", "../..", " "})
  void idsAreAnyTextWithoutControlCharacters(String id) {
    assertEquals(id, document(id, Map.of()).id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\u0000b", "a\n", "\t", "a\u007f", "\ud83d", "a\ude00b"})
  void otherIdsAreRefused(String id) {
    var thrown = assertThrows(FerruleException.class, () -> document(id, Map.of()));
    assertEquals(ErrorCode.DOCUMENT_INVALID, thrown.code());
    assertThrows(FerruleException.class, () -> Document.requireId(id));
  }

  @Test
  void idLengthIsCountedInUtf8Bytes() {
    assertDoesNotThrow(() -> Document.requireId("a".repeat(512)));
    assertDoesNotThrow(() -> Document.requireId("😀".repeat(128)));
    var thrown =
        assertThrows(FerruleException.class, () -> Document.requireId("é".repeat(256) + "a"));
    assertEquals(
        "expected a document id of 1 to 512 UTF-8 bytes without control characters, "
            + "found bytes=513",
        thrown.getMessage());
  }

  @Test
  void messageDoesNotRepeatTheId() {
    var thrown = assertThrows(FerruleException.class, () -> Document.requireId("secret\n"));
    assertFalse(String.valueOf(thrown.getMessage()).contains("secret"));
  }

  @Test
  void documentKeepsItsOwnCopyOfTheMetadata() {
    var values = new ArrayList<FieldValue>(List.of(new FieldValue.Int(1)));
    var metadata = new HashMap<String, List<FieldValue>>(Map.of("n", values));
    Document document = document("a", metadata);
    values.add(new FieldValue.Int(2));
    metadata.clear();
    assertEquals(Map.of("n", List.of(new FieldValue.Int(1))), document.metadata());
  }
}
