package dev.ferrule.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventReplayTest {
  @Test
  void everyTimeMovesByTheSameAndTheIdIsLeftOut() {
    String line =
        "{\"action_id\":7,\"action_name\":\"a\",\"timestamp\":\"2026-01-02T03:04:05.500000+00:00\","
            + "\"data\":{\"created_at\":\"2026-01-02T03:04:00Z\",\"text\":\"at 03:04\"}}";
    assertEquals(
        "{\"action_name\":\"a\",\"timestamp\":\"2026-05-01T00:00:00Z\","
            + "\"data\":{\"created_at\":\"2026-04-30T23:59:54.500Z\",\"text\":\"at 03:04\"}}",
        EventReplay.asOf(line, Instant.parse("2026-05-01T00:00:00Z")));
  }
}
