package dev.ferrule.rules.functions.engine;

import static dev.ferrule.rules.functions.Signature.Parameter.optionalConstant;
import static java.util.Objects.requireNonNull;

import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.TimeDelta;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/** {@code TimeDelta}: a length of time from literals. */
final class TimeDeltaFunction implements Function {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final BigInteger MICROS_PER_DAY = BigInteger.valueOf(86_400 * MICROS_PER_SECOND);
  private static final Map<String, Long> SECONDS =
      Map.of("weeks", 604_800L, "days", 86_400L, "hours", 3_600L, "minutes", 60L, "seconds", 1L);

  private static final Signature SIGNATURE =
      new Signature(
          "TimeDelta",
          List.of(),
          "Time",
          "Makes a length of time, which comes to its seconds where a number is wanted.",
          List.of(unit("weeks"), unit("days"), unit("hours"), unit("minutes"), unit("seconds")),
          null,
          Type.TIME_DELTA,
          Signature.Purity.PURE,
          "OneDay = TimeDelta(days=1)");

  private static Parameter unit(String name) {
    return optionalConstant(name, Type.INT, 0L, "How many " + name + ".");
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Prepared prepare(CallSite site) {
    var seconds = BigDecimal.ZERO;
    for (var parameter : SIGNATURE.parameters()) {
      String unit = parameter.name();
      seconds =
          seconds.add(
              EngineFunctions.number(site, unit)
                  .multiply(BigDecimal.valueOf(requireNonNull(SECONDS.get(unit)))));
    }
    BigInteger micros =
        seconds
            .multiply(BigDecimal.valueOf(MICROS_PER_SECOND))
            .setScale(0, RoundingMode.HALF_EVEN)
            .toBigInteger();
    Object value =
        micros.bitLength() < Long.SIZE ? new TimeDelta(micros.longValue()) : tooLong(micros);
    return new Prepared.Invoke((event, arguments) -> value);
  }

  private static Failure tooLong(BigInteger micros) {
    BigInteger limit = BigInteger.valueOf(Long.MAX_VALUE).divide(MICROS_PER_DAY);
    return Failure.unexpected(
        "OverflowError",
        "days=%d; must have magnitude <= %d".formatted(micros.divide(MICROS_PER_DAY), limit));
  }
}
