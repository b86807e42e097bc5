package dev.ferrule.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ChunkingSettingsTest {
  @Test
  void sectionsBelowAQuarterOfAChunkAreSmall() {
    assertEquals(50, ChunkingSettings.DEFAULT.smallSectionTokens());
  }

  @Test
  void refusesValuesOutOfRangeByName() {
    assertRefused(
        () -> new ChunkingSettings(15, 0),
        "chunking.max_tokens between 16 and 2000, found max_tokens=15");
    assertRefused(
        () -> new ChunkingSettings(100, 51),
        "chunking.overlap_tokens from 0 to half of max_tokens=100, found 51");
  }

  private static void assertRefused(Runnable maker, String message) {
    var thrown = assertThrows(FerruleException.class, maker::run);
    assertEquals(ErrorCode.COLLECTION_INVALID, thrown.code());
    assertEquals("expected " + message, thrown.getMessage());
  }
}
