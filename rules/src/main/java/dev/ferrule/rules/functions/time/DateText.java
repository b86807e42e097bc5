package dev.ferrule.rules.functions.time;

import java.time.Instant;
import java.time.OffsetDateTime;

final class DateText {
  private DateText() {}

  static Object parse(String text, Instant now) {
    return OffsetDateTime.parse(text);
  }
}
