package dev.ferrule.rules.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
  private static Event read(String json, @Nullable String action) {
    return new EventReader(() -> Instant.EPOCH, action).read(JsonSlice.of(json), 7);
  }

  @Test
  void anEventIsReadWithItsSecretPart() {
    var event =
        read(
            """
            {"action_id": "12", "action_name": "join", "timestamp": "2026-01-02 03:04:05",
             "data": {"a": [1, 2]}, "secret": {"k": "v"}}\
            """,
            null);
    assertEquals(12, event.actionId());
    assertEquals("join", event.actionName());
    assertEquals("2026-01-02T03:04:05", event.time().toString());
    assertEquals("{\"a\": [1, 2]}", event.data().toString());
    assertEquals("{\"k\": \"v\"}", event.secretData().toString());
  }

  @Test
  void anEventMayStandInTheDataOfAQueuedOne() {
    var event =
        read(
            "{\"send_time\": \"2026-01-02T03:04:05Z\", \"data\": {\"action_name\": \"a\", \"data\": {}}}",
            null);
    assertEquals("a", event.actionName());
    assertEquals("{}", event.data().toString());
  }

  @Test
  void whatIsLeftOutIsTheLineAndTheClock() {
    var event = read("{\"action_name\": \"a\", \"data\": {}}", null);
    assertEquals(7, event.actionId());
    assertEquals("1970-01-01T00:00:00+00:00", event.time().toString());
  }

  @Test
  void bareDataIsAnEventOfTheActionGiven() {
    var event = read("{\"x\": 1}", "seen");
    assertEquals("seen", event.actionName());
    assertEquals("{\"x\": 1}", event.data().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"action_name\": 5, \"data\": {}}",
        "{\"action_name\": \"a\"}",
        "{\"action_name\": \"a\", \"data\": []}",
        "{\"action_name\": \"a\", \"data\": {}, \"action_id\": 1.5}",
        "{\"action_name\": \"a\", \"data\": {}, \"action_id\": \"x\"}",
        "{\"action_name\": \"a\", \"data\": {}, \"timestamp\": \"yesterday\"}",
        "{\"action_name\": \"a\", \"data\": {}"
      })
  void whatIsNoEventIsRefused(String json) {
    var thrown = assertThrows(FerruleException.class, () -> read(json, null));
    assertEquals(ErrorCode.EVENT_INVALID, thrown.code());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05Z, 2026-01-02T03:04:05+00:00",
    "2026-01-02T03:04:05.678900+02:00, 2026-01-02T03:04:05.678900+02:00",
    "2026-01-02 03:04:05.5, 2026-01-02T03:04:05.500000",
    "2026-01-02T03:04:05.123456789-05:30, 2026-01-02T03:04:05.123456-05:30",
    "2026-01-02, 2026-01-02T00:00:00"
  })
  void timesAreWrittenAsPythonWritesThem(String read, String written) {
    assertEquals(written, EventTime.parse(read).toString());
  }
}
