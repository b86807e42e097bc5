package dev.ferrule.rules.functions.phone;

import dev.ferrule.rules.functions.Arguments;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.functions.text.PythonStrings;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import java.util.List;

/** The functions on telephone numbers. */
public final class PhoneFunctions {
  private static final int LINE_DIGITS = 4;

  private PhoneFunctions() {}

  /** Every function of this package. */
  public static List<Function> all() {
    return List.of(
        pure(
            "PhoneCountry",
            "Returns the ISO 3166 code of a telephone number's country, as `DE`.",
            "A number with its country code; if that is unknown: no result.",
            "Country = PhoneCountry(phone_number='+493012345678')",
            (event, arguments) -> {
              String country = PhoneCountries.find(Arguments.text(arguments, 0));
              return country == null ? Failure.EXPECTED : country;
            }),
        pure(
            "PhonePrefix",
            "Returns a telephone number without its last four digits.",
            "A number of more than four digits; else: no result.",
            "Block = PhonePrefix(phone_number='+493012345678')",
            (event, arguments) -> prefix(Arguments.text(arguments, 0))));
  }

  private static Function pure(
      String name, String summary, String parameter, String example, Body body) {
    return new PlainFunction(
        new Signature(
            name,
            List.of(),
            "Phone",
            summary,
            List.of(Parameter.of("phone_number", Type.STR, parameter)),
            null,
            Type.STR,
            Signature.Purity.PURE,
            example),
        body);
  }

  private static Object prefix(String number) {
    int length = PythonStrings.length(number) - LINE_DIGITS;
    return length <= 0 ? Failure.EXPECTED : PythonStrings.slice(number, 0, length);
  }
}
