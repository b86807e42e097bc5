package dev.ferrule.rules.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ferrule.rules.syntax.Node.BinaryOperator;
import dev.ferrule.rules.types.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Python 3.11 says of the same expressions. */
class PythonValuesTest {
  private static Object number(String text) {
    Object integer = Coercion.parseInt(text);
    return integer == Coercion.IMPOSSIBLE ? Coercion.toFloat(text) : integer;
  }

  private static BinaryOperator operator(String symbol) {
    return Arrays.stream(BinaryOperator.values())
        .filter(operator -> operator.symbol().equals(symbol))
        .findFirst()
        .orElseThrow();
  }

  private static String apply(String left, String symbol, String right) {
    Object result =
        PythonValues.apply(operator(symbol), number(left), number(right), new TextBudget());
    return result instanceof Failure failure ? failure.error() : PythonText.repr(result);
  }

  @ParameterizedTest
  @CsvSource({
    "7, //, -2, -4",
    "-7, %, 2, 1",
    "7, %, -2, -1",
    "7.5, //, -2, -4.0",
    "-7.5, %, 2, 0.5",
    "7, /, 2, 3.5",
    "6, /, 2, 3.0",
    "1, /, 0, 0",
    "1.5, //, 0, 0",
    "1, %, 0, 0",
    "7, **, -1, 0.14285714285714285",
    "2, **, 100, 1267650600228229401496703205376",
    "9223372036854775807, +, 1, 9223372036854775808",
    "-9223372036854775808, -, 1, -9223372036854775809",
    "9223372036854775807, *, 2, 18446744073709551614",
    "-9223372036854775808, //, -1, 9223372036854775808",
    "1, <<, 64, 18446744073709551616",
    "-1, >>, 70, -1",
    "1, <<, -1, ValueError",
    "0, **, -1, ZeroDivisionError",
    "10.0, **, 400, OverflowError",
    "9, **, 999999999, OverflowError",
    "6, &, 3, 2",
    "6, ^, 3, 5",
    "1.5, |, 1, TypeError",
    "9007199254740993, /, 1, 9007199254740992.0",
    "1e308, *, 10, inf"
  })
  void arithmeticIsPythons(String left, String operator, String right, String expected) {
    assertEquals(expected, apply(left, operator, right));
  }

  @Test
  void intsAndFloatsCompareExactly() {
    assertEquals(1, PythonNumbers.compare(9007199254740993L, 9007199254740992.0));
    assertEquals(0, PythonNumbers.compare(1L, 1.0));
    assertEquals(PythonNumbers.UNORDERED, PythonNumbers.compare(1L, Double.NaN));
    assertEquals(-1, PythonNumbers.compare(Long.MAX_VALUE, Double.POSITIVE_INFINITY));
  }

  @Test
  void textIsRepeatedAndAddedWithinItsBudget() {
    var budget = new TextBudget();
    assertEquals("abab", PythonValues.apply(BinaryOperator.MULTIPLY, "ab", 2L, budget));
    assertEquals("", PythonValues.apply(BinaryOperator.MULTIPLY, -1L, "ab", budget));
    assertInstanceOf(
        Failure.class, PythonValues.apply(BinaryOperator.MULTIPLY, "a", 1_000_000_000L, budget));
    assertInstanceOf(
        String.class, PythonValues.apply(BinaryOperator.MULTIPLY, "a", 1L << 20, budget));
    for (int i = 0; i < 64; i++) {
      PythonValues.apply(BinaryOperator.MULTIPLY, "a", 1L << 20, budget);
    }
    var more = "a".repeat(1 << 20);
    assertInstanceOf(Failure.class, PythonValues.apply(BinaryOperator.ADD, more, "b", budget));
  }

  @Test
  void valuesAreWrittenAsPythonWritesThem() {
    var map = new LinkedHashMap<String, Object>();
    map.put("k", List.of(1L, 1.0, true));
    map.put("n", "it's");
    assertEquals("{'k': [1, 1.0, True], 'n': \"it's\"}", PythonText.str(map));
    assertEquals("'a\\n\\x00\\u200b\\\\'", PythonText.repr("a\n\0\u200b\\"));
    assertEquals("None", PythonText.str(null));
    assertEquals("User/7", PythonText.str(new Entity("User", 7L)));
    assertEquals("1e+16", PythonText.str(1e16));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "x",
      value = {
        "int, 1.9, 1",
        "int, -1.9, -1",
        "int, ' 1_000 ', 1000",
        "int, '1.50', x",
        "int, '٣', 3",
        "float, '1e3', 1000.0",
        "float, ' inf ', inf",
        "float, 'one', x",
        "str, 1.0, 1.0"
      })
  void jsonValuesGoThroughPythonsConstructors(String type, String value, String expected) {
    Type to = type.equals("int") ? Type.INT : type.equals("float") ? Type.FLOAT : Type.STR;
    boolean text = !type.equals("str") && !value.matches("-?\\d\\.\\d");
    Object given = text ? value : Double.valueOf(value);
    Object found = Coercion.coerce(to, given);
    assertEquals(
        expected, found == Coercion.IMPOSSIBLE ? null : PythonText.str(found), () -> type + value);
  }

  @Test
  void boolsAreNoNumbersAndIntsStayIntsForFloats() {
    assertEquals(Coercion.IMPOSSIBLE, Coercion.coerce(Type.INT, true));
    assertEquals(5L, Coercion.coerce(Type.FLOAT, 5L));
    assertEquals(true, Coercion.coerce(Type.BOOL, "12"));
    assertEquals(List.of("1", "a"), Coercion.coerce(Type.listOf(Type.STR), List.of(1L, "a")));
    assertEquals(Coercion.IMPOSSIBLE, Coercion.coerce(Type.listOf(Type.INT), "12"));
  }

  @Test
  void membershipIsPythons() {
    assertEquals(true, PythonValues.contains(1.0, List.of(1L)));
    assertEquals(false, PythonValues.contains(null, List.of("a")));
    var withNone = new ArrayList<Object>();
    withNone.add(null);
    assertEquals(true, PythonValues.contains(null, withNone));
    assertEquals(true, PythonValues.contains("b", "abc"));
    assertEquals(true, PythonValues.contains("k", Map.of("k", 1L)));
  }
}
