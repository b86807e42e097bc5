package dev.ferrule.rules.evaluation;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When an event happened, to the microsecond. Immutable.
 *
 * @param local the date and time as written
 * @param offset the offset as written, or null when there was none; it then counts as UTC
 */
public record EventTime(LocalDateTime local, @Nullable ZoneOffset offset) {
  /** The time of an instant, in UTC. */
  public static EventTime of(Instant instant) {
    return new EventTime(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), ZoneOffset.UTC);
  }

  /**
   * Reads ISO 8601: {@code 2026-01-02T03:04:05.678900+00:00}, with a blank for the T, with or
   * without fraction and offset.
   *
   * @throws FerruleException with {@link ErrorCode#EVENT_INVALID}
   */
  public static EventTime parse(String text) {
    try {
      String iso = text.length() > 10 && text.charAt(10) == ' ' ? withT(text) : text;
      int zone = zoneStart(iso);
      String clock = iso.substring(0, zone);
      var local =
          clock.length() == 10
              ? LocalDateTime.parse(clock + "T00:00:00")
              : LocalDateTime.parse(clock);
      return new EventTime(
          local.truncatedTo(ChronoUnit.MICROS),
          zone == iso.length() ? null : ZoneOffset.of(iso.substring(zone)));
    } catch (DateTimeException e) {
      throw new FerruleException(
          ErrorCode.EVENT_INVALID,
          "expected a time in ISO 8601 as 2026-01-02T03:04:05Z, found " + shorten(text),
          e);
    }
  }

  private static String withT(String text) {
    return text.substring(0, 10) + 'T' + text.substring(11);
  }

  private static int zoneStart(String iso) {
    for (int i = Math.min(10, iso.length()); i < iso.length(); i++) {
      char c = iso.charAt(i);
      if (c == '+' || c == '-' || c == 'Z') {
        return i;
      }
    }
    return iso.length();
  }

  private static String shorten(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  /** The time with its offset, UTC when none was written. */
  public OffsetDateTime withOffset() {
    return local.atOffset(offset == null ? ZoneOffset.UTC : offset);
  }

  /** As Python's {@code isoformat} writes it. */
  @Override
  public String toString() {
    var out = new StringBuilder(32);
    four(out, local.getYear()).append('-');
    two(out, local.getMonthValue()).append('-');
    two(out, local.getDayOfMonth()).append('T');
    two(out, local.getHour()).append(':');
    two(out, local.getMinute()).append(':');
    two(out, local.getSecond());
    int micros = local.get(ChronoField.MICRO_OF_SECOND);
    if (micros != 0) {
      out.append('.');
      for (int unit = 100_000; unit > 0; unit /= 10) {
        out.append((char) ('0' + micros / unit % 10));
      }
    }
    if (offset != null) {
      int seconds = Math.abs(offset.getTotalSeconds());
      out.append(offset.getTotalSeconds() < 0 ? '-' : '+');
      two(out, seconds / 3600).append(':');
      two(out, seconds / 60 % 60);
      if (seconds % 60 != 0) {
        two(out.append(':'), seconds % 60);
      }
    }
    return out.toString();
  }

  private static StringBuilder two(StringBuilder out, int value) {
    return out.append((char) ('0' + value / 10 % 10)).append((char) ('0' + value % 10));
  }

  private static StringBuilder four(StringBuilder out, int value) {
    return two(two(out, value / 100), value % 100);
  }
}
