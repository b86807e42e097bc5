package dev.ferrule.server.http;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.config.Suggestions;
import dev.ferrule.server.results.ResultFilter;
import dev.ferrule.server.results.ResultPlace;
import dev.ferrule.server.results.ResultQueries;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The query parameters of requests for results; mistakes are {@link ErrorCode#QUERY_INVALID}. */
final class ResultParameters {
  private static final List<String> FILTERS =
      List.of("from", "to", "action", "entity", "rule", "verdict", "release");

  private final Request request;

  /** Requires that all parameters are the filters or {@code others}. */
  ResultParameters(Request request, String... others) {
    this.request = request;
    var known = new ArrayList<>(FILTERS);
    known.addAll(List.of(others));
    for (String name : request.query().names()) {
      if (!known.contains(name)) {
        throw invalid(
            "expected query parameters among %s, found %s%s"
                .formatted(String.join(", ", known), name, Suggestions.didYouMean(name, known)));
      }
    }
  }

  static FerruleException invalid(String message) {
    return new FerruleException(ErrorCode.QUERY_INVALID, message);
  }

  ResultFilter filter() {
    long from = time("from", Long.MIN_VALUE);
    long to = time("to", Long.MAX_VALUE);
    if (from >= to) {
      throw invalid("expected ?from before ?to, found it at or after");
    }
    return new ResultFilter(
        from, to, text("action"), entity(), text("rule"), text("verdict"), release());
  }

  private @Nullable String text(String name) {
    String value = request.query().get(name);
    if (value != null && value.isEmpty()) {
      throw invalid("expected a name in ?%s, found nothing; leave it out for all".formatted(name));
    }
    return value;
  }

  private @Nullable String entity() {
    String entity = text("entity");
    if (entity != null && (entity.indexOf('/') <= 0 || entity.endsWith("/"))) {
      throw invalid("expected a type and an id in ?entity, as User/7, found no such text");
    }
    return entity;
  }

  private @Nullable String release() {
    String release = text("release");
    if (release != null && release.length() < 6) {
      throw invalid("expected 6 or more characters of a hash in ?release, found fewer");
    }
    return release;
  }

  /** A moment in Unix milliseconds. */
  long time(String name, long otherwise) {
    String value = request.query().get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      return value.length() == 10
          ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
          : Instant.parse(value.replace(' ', '+')).toEpochMilli(); // a plus came as a space
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new FerruleException(
          ErrorCode.QUERY_INVALID,
          "expected a time in ?%s, as 2026-01-31T12:00:00Z or 2026-01-31, found another text"
              .formatted(name),
          e);
    }
  }

  int limit(int otherwise, int most) {
    String value = request.query().get("limit");
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, as a number out of range is
    }
    throw invalid(
        "expected a whole number from 1 to %d in ?limit, found another value".formatted(most));
  }

  ResultPlace after() {
    String value = request.query().get("after");
    return value == null || value.isEmpty() ? ResultPlace.END : ResultPlace.parse(value);
  }

  ResultQueries.@Nullable By by(List<ResultQueries.By> allowed) {
    String value = request.query().get("by");
    if (value == null) {
      return null;
    }
    for (ResultQueries.By by : allowed) {
      if (lower(by).equals(value)) {
        return by;
      }
    }
    List<String> names = allowed.stream().map(ResultParameters::lower).toList();
    throw invalid(
        "expected one of %s in ?by, found %s%s"
            .formatted(String.join(", ", names), value, Suggestions.didYouMean(value, names)));
  }

  static String lower(ResultQueries.By by) {
    return by.name().toLowerCase(Locale.ROOT);
  }

  /** An interval, as {@code 30s}, {@code 1m}, {@code 6h} or {@code 1d}. */
  Duration interval() {
    String value = request.queryOr("interval", "1m");
    if (value.matches("[1-9][0-9]{0,5}[smhd]")) {
      long number = Long.parseLong(value, 0, value.length() - 1, 10);
      return switch (value.charAt(value.length() - 1)) {
        case 's' -> Duration.ofSeconds(number);
        case 'm' -> Duration.ofMinutes(number);
        case 'h' -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }
    throw invalid("expected an interval in ?interval, as 30s, 1m, 6h or 1d, found another text");
  }

  /** All that results are told apart by. */
  static List<ResultQueries.By> all() {
    return Arrays.asList(ResultQueries.By.values());
  }
}
