package dev.ferrule.rules.functions.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.rules.functions.TestCall;
import dev.ferrule.rules.values.Failure;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListFunctionsTest {
  private static TestCall call(String name, List<?> list) {
    return new TestCall(ListFunctions.all(), name).with("list", list);
  }

  @Test
  void readGivesAnItemAsText() {
    assertEquals("1.0", call("ListRead", List.of(1.0, "b")).value());
    assertEquals("b", call("ListRead", List.of(1.0, "b")).with("index", -1L).value());
    assertEquals(Failure.EXPECTED, call("ListRead", List.of()).value());
    assertEquals(Failure.EXPECTED, call("ListRead", List.of("a")).with("index", -2L).value());
    assertEquals(2L, call("ListLength", List.of(1L, 2L)).value());
  }

  @Test
  void sortOrdersTextByCodePoints() {
    assertEquals(
        List.of("B", "a", "\uffee", "\uD83D\uDE00"),
        call("ListSort", List.of("\uD83D\uDE00", "\uffee", "a", "B")).value());
  }

  @Test
  void sortKeepsEqualItemsInTheirOrderEvenInReverse() {
    assertEquals(
        List.of(2L, 1L, 1.0, true),
        call("ListSort", List.of(1L, 1.0, 2L, true)).with("reverse", true).value());
  }

  @Test
  void itemsOfDifferentTypesHaveNoOrder() {
    assertEquals(
        Failure.unexpected("TypeError", "'<' not supported between instances of 'str' and 'int'"),
        call("ListSort", List.of(1L, "a")).value());
    assertEquals(
        Failure.unexpected(
            "TypeError", "'<' not supported between instances of 'NoneType' and 'NoneType'"),
        call("ListSort", Arrays.asList(null, null)).value());
  }
}
