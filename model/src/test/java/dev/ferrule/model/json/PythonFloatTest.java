package dev.ferrule.model.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonFloatTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0",
        "-0.0",
        "1.0",
        "-1.5",
        "0.1",
        "100.0",
        "123456.789",
        "0.0001",
        "1e-05",
        "1.5e-05",
        "1e-07",
        "1e+16",
        "1e+22",
        "1e+23",
        "2e+23",
        "1e+100",
        "5e-324",
        "1e-323",
        "1.5e-323",
        "2.2250738585072014e-308",
        "1.7976931348623157e+308",
        "9007199254740993e0",
        "1234567890123456.0",
        "1.2345678901234568e+16",
        "9999999999999998.0",
        "999999999999999.9",
        "1000000000000000.0",
        "inf",
        "-inf",
        "nan"
      })
  void textIsPythons(String text) {
    if (text.equals("9007199254740993e0")) {
      assertEquals("9007199254740992.0", PythonFloat.repr(Double.parseDouble(text)));
      return;
    }
    double value =
        switch (text) {
          case "inf" -> Double.POSITIVE_INFINITY;
          case "-inf" -> Double.NEGATIVE_INFINITY;
          case "nan" -> Double.NaN;
          default -> Double.parseDouble(text);
        };
    assertEquals(text, PythonFloat.repr(value));
  }

  @Test
  void textReadsBackAsTheSameDouble() {
    var random = new SplittableRandom(42);
    for (int i = 0; i < 200_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertEquals(value, Double.parseDouble(PythonFloat.repr(value)));
      }
    }
  }

  @Test
  void decimalsAreReadAsTheJdkReadsThem() {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 2_000_000; i++) {
      String text = Decimals.random(random);
      byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      double expected = Double.parseDouble(text);
      double found = JsonNumber.floating(bytes, 0, bytes.length);
      assertEquals(Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(found), text);
    }
  }

  /** Numbers as JSON writes them. */
  private static final class Decimals {
    static String random(SplittableRandom random) {
      var text = new StringBuilder(random.nextInt(3) == 0 ? "-" : "");
      int whole = random.nextInt(random.nextInt(4) == 0 ? 25 : 8) + 1;
      text.append(1 + random.nextInt(9));
      for (int i = 1; i < whole; i++) {
        text.append(random.nextInt(10));
      }
      text.append('.');
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(random.nextInt(10));
      }
      if (random.nextBoolean()) {
        text.append(random.nextBoolean() ? "e" : "E-");
        text.append(random.nextInt(random.nextBoolean() ? 30 : 400));
      }
      return text.toString();
    }
  }
}
