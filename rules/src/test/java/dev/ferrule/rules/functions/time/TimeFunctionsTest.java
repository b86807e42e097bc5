package dev.ferrule.rules.functions.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.rules.functions.TestCall;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.TimeDelta;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimeFunctionsTest {
  private static @Nullable Object since(String timestamp) {
    return new TestCall(TimeFunctions.all(0), "TimeSince").with("timestamp", timestamp).value();
  }

  private static TestCall bucket(String name, String parameter, Object value, long seconds) {
    return new TestCall(TimeFunctions.all(1_000), name)
        .with(parameter, value)
        .with("granularity_seconds", seconds);
  }

  @Test
  void oneMomentCanBeWrittenInManyWays() {
    // The event is at 2026-01-02T03:04:05Z: one hour later.
    for (String timestamp :
        List.of(
            "2026-01-02T02:04:05Z",
            "2026-01-02T02:04:05",
            "2026-01-02 02:04:05.000000",
            "20260102T020405",
            "20260102020405",
            "2026-01-02T04:04:05+02:00",
            "2026-01-01T21:04:05-0500",
            "Fri, 02 Jan 2026 02:04:05 GMT",
            "Fri Jan 2 02:04:05 2026",
            "January 2, 2026 2:04:05 AM",
            "01/02/2026 02:04:05",
            "02.01.2026 02:04:05".replace("02.01", "01.02"),
            "2-Jan-26 02:04:05 +0000 (UTC)")) {
      assertEquals(new TimeDelta(3_600_000_000L), since(timestamp), timestamp);
    }
  }

  @Test
  void aTimeAfterTheEventIsNoneAgo() {
    assertEquals(new TimeDelta(0), since("2026-01-02T03:04:05.000001Z"));
  }

  @Test
  void aTextThatIsNoDateIsAnError() {
    assertEquals(
        Failure.unexpected("ParserError", "Unknown string format: yesterday"), since("yesterday"));
    assertEquals(Failure.unexpected("ParserError", "String does not contain a date: "), since(""));
    assertEquals(
        Failure.unexpected("ParserError", "month must be in 1..12: 2026-13-13"),
        since("2026-13-13"));
    assertEquals(
        Failure.unexpected("ParserError", "hour must be in 0..23: 2026-01-02 25:00"),
        since("2026-01-02 25:00"));
  }

  @Test
  void bucketsRoundDown() {
    assertEquals(7200L, bucket("GetTimestampBucket", "timestamp", 7201L, 3600).value());
    assertEquals(-3600L, bucket("GetTimestampBucket", "timestamp", -1L, 3600).value());
    assertEquals(
        new BigInteger("18446744073709551600"),
        bucket("GetTimestampBucket", "timestamp", new BigInteger("18446744073709551616"), 3600)
            .value());
    assertEquals(
        3600L,
        bucket("GetTimedeltaBucket", "timedelta", new TimeDelta(3_700_900_000L), 3600).value());
    // The epoch adds a second.
    assertEquals(3600L, bucket("GetSnowflakeBucket", "snowflake", 3_599_000L << 22, 3600).value());
  }

  @Test
  void bucketsAreAnHourAtLeast() {
    assertEquals(
        List.of(
            "invalid `granularity_seconds`\ngranularity_seconds can not be less than 3600 (1 hour)"),
        bucket("GetTimestampBucket", "timestamp", 0L, 3599).errors());
  }
}
