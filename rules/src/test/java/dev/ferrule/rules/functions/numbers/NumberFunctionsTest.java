package dev.ferrule.rules.functions.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.functions.TestCall;
import dev.ferrule.rules.values.Failure;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NumberFunctionsTest {
  private static TestCall call(String name) {
    return new TestCall(NumberFunctions.all(), name);
  }

  @Test
  void parseIntReadsWhatPythonReads() {
    assertEquals(12L, call("ParseInt").with("s", " +1_2\n").value());
    assertEquals(
        new BigInteger("123456789012345678901"),
        call("ParseInt").with("s", "123456789012345678901").value());
    assertEquals(Failure.EXPECTED, call("ParseInt").with("s", "1.5").value());
  }

  @Test
  void randomIntReachesBothEnds() {
    var die = call("RandomInt").with("start", 1L).with("end", 3L);
    var seen = new HashSet<Object>();
    for (int i = 0; i < 100; i++) {
      seen.add(Objects.requireNonNull(die.value()));
    }
    assertEquals(Set.of(1L, 2L, 3L), seen);
  }

  @Test
  void randomIntTakesBoundsBeyondLong() {
    var huge = BigInteger.TWO.pow(80);
    var value =
        (BigInteger)
            Objects.requireNonNull(
                call("RandomInt")
                    .with("start", huge)
                    .with("end", huge.add(BigInteger.TEN))
                    .value());
    assertTrue(value.compareTo(huge) >= 0 && value.subtract(huge).intValueExact() <= 10);
  }

  @Test
  void chancesThatAreNoneAreRefused() {
    assertEquals(
        List.of("invalid `start`\nthe `start` value must be less than the `end` value"),
        call("RandomInt").with("start", 1L).with("end", 1L).errors());
    assertEquals(
        List.of("invalid `percentage`\nthis will always be `False`"),
        call("RandomBool").with("percentage", 0L).errors());
    assertEquals(
        List.of("invalid `percentage`\nthis must be between 0.0 and 1.0"),
        call("RandomBool").with("percentage", 1.5).errors());
  }
}
