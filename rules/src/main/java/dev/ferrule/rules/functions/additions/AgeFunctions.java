package dev.ferrule.rules.functions.additions;

import static dev.ferrule.rules.functions.additions.Addition.required;

import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.types.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** How long ago something was, by the wall clock. */
final class AgeFunctions {
  private static final String CATEGORY = "Time";

  /** For a time that cannot be read: old enough to pass every rule about new accounts. */
  private static final double UNREADABLE_SECONDS = 999_999_999;

  private AgeFunctions() {}

  static List<Function> all() {
    return List.of(
        Addition.named("TimestampAge", CATEGORY)
            .doc(
                "Seconds since a time of RFC 3339; 999999999.0 when it is none.",
                "New = TimestampAge(timestamp=CreatedAt) < 3600")
            .with(required("timestamp", Type.STR, "The time; without an offset it is UTC."))
            .returns(Type.FLOAT)
            .onEvent()
            .by((event, arguments) -> age(Given.text(arguments[0]), event.now())),
        Addition.named("UnixAge", CATEGORY)
            .alias("NostrAccountAge")
            .doc(
                "Whole seconds since a Unix time, 0 when it lies ahead.",
                "New = UnixAge(created_at=CreatedSeconds) < 3600")
            .with(required("created_at", Type.INT, "Seconds since 1970."))
            .returns(Type.INT)
            .onEvent()
            .by((event, arguments) -> unixAge(event.now(), Given.integer(arguments[0]))));
  }

  private static long unixAge(Instant now, long createdAt) {
    long seconds = now.getEpochSecond();
    return createdAt >= seconds ? 0 : saturatedDifference(seconds, createdAt);
  }

  private static long saturatedDifference(long later, long earlier) {
    long difference = later - earlier;
    return difference < 0 ? Long.MAX_VALUE : difference;
  }

  private static double age(String timestamp, Instant now) {
    try {
      var parsed =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              timestamp.strip().replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
      var at =
          parsed instanceof OffsetDateTime withOffset
              ? withOffset.toInstant()
              : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
      var age = Duration.between(at, now);
      return age.getSeconds() + age.getNano() / 1e9;
    } catch (DateTimeException e) {
      return UNREADABLE_SECONDS;
    }
  }
}
