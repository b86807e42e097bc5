package dev.ferrule.rules.functions.numbers;

import static dev.ferrule.rules.functions.Signature.Parameter.constant;

import dev.ferrule.rules.functions.Arguments;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.CheckedFunction;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Coercion;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.PythonNumbers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.random.RandomGenerator;

/** Numbers by parsing and by chance. */
public final class NumberFunctions {
  private NumberFunctions() {}

  /** Every function of this package. */
  public static List<Function> all() {
    return List.of(
        new PlainFunction(
            new Signature(
                "ParseInt",
                List.of(),
                "Numbers",
                "Reads a text as an int.",
                List.of(Parameter.of("s", Type.STR, "The text; if it is not an int: no result.")),
                null,
                Type.INT,
                Signature.Purity.PURE,
                "Age = ParseInt(s=AgeText)"),
            (event, arguments) ->
                Coercion.parseInt(Arguments.text(arguments, 0)) instanceof Number number
                    ? number
                    : Failure.EXPECTED),
        new CheckedFunction(
            new Signature(
                "RandomBool",
                List.of(),
                "Random",
                "Returns True with a given probability.",
                List.of(
                    constant(
                        "percentage",
                        Type.FLOAT,
                        "The probability, more than 0.0, less than 1.0.")),
                null,
                Type.BOOL,
                Signature.Purity.EVENT,
                "IsSampled = RandomBool(percentage=0.01)"),
            NumberFunctions::prepareBool),
        new CheckedFunction(
            new Signature(
                "RandomInt",
                List.of(),
                "Random",
                "Returns any int of a range, each as likely as the others.",
                List.of(
                    constant("start", Type.INT, "The smallest."),
                    constant("end", Type.INT, "The largest.")),
                null,
                Type.INT,
                Signature.Purity.EVENT,
                "Die = RandomInt(start=1, end=6)"),
            NumberFunctions::prepareInt));
  }

  private static Body prepareBool(CallSite site) {
    double probability = number(site, "percentage").doubleValue();
    if (probability < 0 || probability > 1) {
      rejectPercentage(site, "this must be between 0.0 and 1.0");
    }
    if (probability == 0) {
      rejectPercentage(site, "this will always be `False`");
    }
    if (probability == 1) {
      rejectPercentage(site, "this will always be `True`");
    }
    return (event, arguments) -> event.random().nextDouble() < probability;
  }

  private static void rejectPercentage(CallSite site, String hint) {
    site.reject("invalid `percentage`", site.spanOf("percentage"), hint);
  }

  private static Body prepareInt(CallSite site) {
    BigInteger start = number(site, "start").toBigInteger();
    BigInteger end = number(site, "end").toBigInteger();
    if (number(site, "start").compareTo(number(site, "end")) >= 0) {
      site.reject(
          "invalid `start`",
          site.spanOf("start"),
          "the `start` value must be less than the `end` value");
    }
    BigInteger count = end.subtract(start).add(BigInteger.ONE);
    if (start.bitLength() < Long.SIZE && end.bitLength() < Long.SIZE - 1) {
      long first = start.longValue();
      long pastLast = end.longValue() + 1;
      return (event, arguments) -> event.random().nextLong(first, pastLast);
    }
    return (event, arguments) -> PythonNumbers.small(start.add(below(count, event.random())));
  }

  private static BigInteger below(BigInteger bound, RandomGenerator random) {
    int bits = bound.bitLength();
    byte[] bytes = new byte[bits / 8 + 1];
    BigInteger drawn;
    do {
      random.nextBytes(bytes);
      drawn = new BigInteger(1, bytes).mod(BigInteger.TWO.pow(bits));
    } while (drawn.compareTo(bound) >= 0);
    return drawn;
  }

  private static BigDecimal number(CallSite site, String parameter) {
    return new BigDecimal(String.valueOf(site.constant(parameter)));
  }
}
