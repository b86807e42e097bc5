package dev.ferrule.rules.functions.time;

import static dev.ferrule.rules.functions.Signature.Parameter.constant;

import dev.ferrule.rules.functions.Arguments;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.CheckedFunction;
import dev.ferrule.rules.functions.EventContext;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.PythonNumbers;
import dev.ferrule.rules.values.TimeDelta;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The functions on time. */
public final class TimeFunctions {
  private static final int LEAST_GRANULARITY = 3600;
  private static final int SNOWFLAKE_TIME_SHIFT = 22;

  private TimeFunctions() {}

  /**
   * Every function of this package.
   *
   * @param snowflakeEpochMillis when the time in snowflake ids starts, in Unix time
   */
  public static List<Function> all(long snowflakeEpochMillis) {
    return List.of(
        new PlainFunction(
            new Signature(
                "TimeSince",
                List.of(),
                "Time",
                "Returns how long before the event a point in time was, at least 0.",
                List.of(
                    Parameter.of(
                        "timestamp",
                        Type.STR,
                        "A date, or a date and time; without an offset it is UTC.")),
                null,
                Type.TIME_DELTA,
                Signature.Purity.EVENT,
                "AccountAge = TimeSince(timestamp=CreatedAt)"),
            (event, arguments) -> since(event, Arguments.text(arguments, 0))),
        bucket(
            "GetTimedeltaBucket",
            "Rounds a length of time down to a multiple of some seconds.",
            Parameter.of("timedelta", Type.TIME_DELTA, "The length of time."),
            "AgeBucket = GetTimedeltaBucket(timedelta=AccountAge, granularity_seconds=86400)",
            seconds ->
                (event, arguments) -> {
                  long whole = Arguments.timeDelta(arguments, 0).micros() / 1_000_000;
                  return roundDown(whole, seconds);
                }),
        bucket(
            "GetTimestampBucket",
            "Rounds a Unix timestamp down to a multiple of some seconds.",
            Parameter.of("timestamp", Type.INT, "The timestamp in seconds."),
            "Day = GetTimestampBucket(timestamp=CreatedSeconds, granularity_seconds=86400)",
            seconds -> (event, arguments) -> roundDown(Arguments.integer(arguments, 0), seconds)),
        bucket(
            "GetSnowflakeBucket",
            "Rounds the time in a snowflake id down to a multiple of some seconds.",
            Parameter.of("snowflake", Type.INT, "The id."),
            "Day = GetSnowflakeBucket(snowflake=MessageId, granularity_seconds=86400)",
            seconds ->
                (event, arguments) ->
                    snowflakeBucket(
                        Arguments.integer(arguments, 0), snowflakeEpochMillis, seconds)));
  }

  private static Object since(EventContext event, String timestamp) {
    Object parsed = DateText.parse(timestamp, event.now());
    if (!(parsed instanceof Instant then)) {
      return parsed;
    }
    return new TimeDelta(
        Math.max(0, ChronoUnit.MICROS.between(then, event.actionTime().toInstant())));
  }

  private static Function bucket(
      String name,
      String summary,
      Parameter value,
      String example,
      java.util.function.Function<BigInteger, Body> body) {
    return new CheckedFunction(
        new Signature(
            name,
            List.of(),
            "Time",
            summary,
            List.of(value, constant("granularity_seconds", Type.INT, "How many, at least 3600.")),
            null,
            Type.INT,
            Signature.Purity.PURE,
            example),
        site -> body.apply(granularity(site)));
  }

  private static BigInteger granularity(CallSite site) {
    var seconds = new BigDecimal(String.valueOf(site.constant("granularity_seconds")));
    if (seconds.compareTo(BigDecimal.valueOf(LEAST_GRANULARITY)) < 0) {
      site.reject(
          "invalid `granularity_seconds`",
          site.spanOf("granularity_seconds"),
          "granularity_seconds can not be less than 3600 (1 hour)");
      return BigInteger.valueOf(LEAST_GRANULARITY);
    }
    return seconds.toBigInteger();
  }

  private static Object roundDown(Number value, BigInteger step) {
    if (value instanceof Long number && step.bitLength() < Long.SIZE) {
      long rest = Math.floorMod(number, step.longValue());
      if (number >= Long.MIN_VALUE + rest) {
        return number - rest;
      }
    }
    BigInteger number = integer(value);
    return PythonNumbers.small(number.subtract(number.mod(step)));
  }

  private static BigInteger integer(Number number) {
    return number instanceof BigInteger big ? big : BigInteger.valueOf(number.longValue());
  }

  private static Object snowflakeBucket(Number id, long epochMillis, BigInteger step) {
    if (id instanceof Long number) {
      double stamp = ((number >> SNOWFLAKE_TIME_SHIFT) + epochMillis) / 1000.0;
      return roundDown((long) stamp, step);
    }
    BigInteger millis =
        integer(id).shiftRight(SNOWFLAKE_TIME_SHIFT).add(BigInteger.valueOf(epochMillis));
    double stamp = millis.doubleValue() / 1000.0;
    return Double.isInfinite(stamp)
        ? Failure.unexpected("OverflowError", "int too large to convert to float")
        : roundDown(new BigDecimal(stamp).toBigInteger(), step);
  }
}
