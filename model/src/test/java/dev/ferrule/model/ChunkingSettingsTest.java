package dev.ferrule.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ChunkingSettingsTest {
  @Test
  void defaultsAreTwoHundredTokensWithoutOverlap() {
    assertEquals(new ChunkingSettings(200, 0, 50), ChunkingSettings.DEFAULT);
  }

  @Test
  void refusesValuesOutOfRangeByName() {
    assertRefused(
        () -> ChunkingSettings.of(15, 0), "maxTokens from 16 to 8192, found maxTokens=15");
    assertRefused(
        () -> ChunkingSettings.of(-1, 0), "maxTokens from 16 to 8192, found maxTokens=-1");
    assertRefused(
        () -> ChunkingSettings.of(100, 51), "overlapTokens from 0 to 50, found overlapTokens=51");
    assertRefused(
        () -> new ChunkingSettings(100, 0, 101),
        "smallSectionTokens from 0 to 100, found smallSectionTokens=101");
  }

  private static void assertRefused(Runnable maker, String message) {
    var thrown = assertThrows(FerruleException.class, maker::run);
    assertEquals(ErrorCode.CONFIG_INVALID, thrown.code());
    assertEquals("expected " + message, thrown.getMessage());
  }
}
