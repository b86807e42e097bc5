package dev.ferrule.rules.functions.lists;

import static dev.ferrule.rules.functions.Signature.Parameter.optional;

import dev.ferrule.rules.functions.Arguments;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.PythonNumbers;
import dev.ferrule.rules.values.PythonText;
import dev.ferrule.rules.values.PythonValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions on lists. */
public final class ListFunctions {
  private static final Parameter LIST = Parameter.of("list", Type.listOf(Type.ANY), "The list.");

  private ListFunctions() {}

  /** Every function of this package. */
  public static List<Function> all() {
    return List.of(
        pure(
            "ListLength",
            "Counts the items of a list.",
            List.of(LIST),
            Type.INT,
            "LinkCount = ListLength(list=Links)",
            (event, arguments) -> (long) Arguments.list(arguments, 0).size()),
        pure(
            "ListRead",
            "Returns one item of a list as text.",
            List.of(
                LIST,
                optional(
                    "index",
                    Type.INT,
                    0L,
                    "Which item, from 0, or from -1 at the end; where there is none: no result.")),
            Type.STR,
            "FirstLink = ListRead(list=Links)",
            (event, arguments) ->
                read(Arguments.list(arguments, 0), Arguments.integer(arguments, 1))),
        pure(
            "ListSort",
            "Sorts a list.",
            List.of(
                LIST, optional("reverse", Type.BOOL, false, "Whether the largest comes first.")),
            Type.listOf(Type.ANY),
            "Sorted = ListSort(list=Links, reverse=True)",
            (event, arguments) ->
                sort(Arguments.list(arguments, 0), Arguments.flag(arguments, 1))));
  }

  private static Function pure(
      String name,
      String summary,
      List<Parameter> parameters,
      Type result,
      String example,
      Body body) {
    return new PlainFunction(
        new Signature(
            name,
            List.of(),
            "Lists",
            summary,
            parameters,
            null,
            result,
            Signature.Purity.PURE,
            example),
        body);
  }

  private static Object read(List<?> list, Number index) {
    long at = Arguments.clamped(index);
    if (at < 0) {
      at += list.size();
    }
    return at >= 0 && at < list.size() ? PythonText.str(list.get((int) at)) : Failure.EXPECTED;
  }

  private static Object sort(List<?> list, boolean reverse) {
    int size = list.size();
    for (int i = 1; i < size; i++) {
      // Python sorts in reverse by sorting the reversed list.
      Object left = list.get(reverse ? size - 1 - i : i);
      Object right = list.get(reverse ? size - i : i - 1);
      if (!areComparable(left, right)) {
        return Failure.unexpected(
            "TypeError",
            "'<' not supported between instances of '%s' and '%s'"
                .formatted(PythonValues.typeName(left), PythonValues.typeName(right)));
      }
    }
    var sorted = new ArrayList<@Nullable Object>(list);
    Comparator<@Nullable Object> order = ListFunctions::compare;
    sorted.sort(reverse ? Collections.reverseOrder(order) : order);
    return sorted;
  }

  private static boolean areComparable(@Nullable Object left, @Nullable Object right) {
    if (left instanceof List<?> a && right instanceof List<?> b) {
      for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
        if (!PythonValues.equal(a.get(i), b.get(i))) {
          return areComparable(a.get(i), b.get(i));
        }
      }
      return true;
    }
    return (PythonValues.isNumber(left) && PythonValues.isNumber(right))
        || (left instanceof String && right instanceof String);
  }

  private static int compare(@Nullable Object left, @Nullable Object right) {
    if (left instanceof String a && right instanceof String b) {
      return PythonValues.compareText(a, b);
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
        int order = compare(a.get(i), b.get(i));
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(a.size(), b.size());
    }
    if (left == null || right == null || !PythonValues.isNumber(left)) {
      return 0;
    }
    int order = PythonNumbers.compare(left, right);
    // A NaN has no place among numbers; at the end it keeps the order total.
    return order == PythonNumbers.UNORDERED
        ? Double.compare(PythonNumbers.toDouble(left), PythonNumbers.toDouble(right))
        : order;
  }
}
