package dev.ferrule.rules.functions.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.rules.functions.TestCall;
import dev.ferrule.rules.values.Failure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PhoneFunctionsTest {
  private static @Nullable Object value(String name, String number) {
    return new TestCall(PhoneFunctions.all(), name).with("phone_number", number).value();
  }

  @Test
  void theCountryComesFromTheFirstDigits() {
    assertEquals("DE", value("PhoneCountry", "+49 (30) 123"));
    assertEquals("US", value("PhoneCountry", "1-212-555"));
    assertEquals("AG", value("PhoneCountry", "+1268"));
    assertEquals(Failure.EXPECTED, value("PhoneCountry", "1"));
    assertEquals(Failure.EXPECTED, value("PhoneCountry", "none"));
  }

  @Test
  void digitsOfOtherScriptsCountAndSuperscriptsDoNot() {
    assertEquals("DE", value("PhoneCountry", "\u0664\u0669"));
    assertEquals(Failure.EXPECTED, value("PhoneCountry", "4\u00b29"));
  }

  @Test
  void thePrefixLacksTheLastFour() {
    assertEquals("555867", value("PhonePrefix", "5558675309"));
    assertEquals(Failure.EXPECTED, value("PhonePrefix", "5309"));
  }
}
