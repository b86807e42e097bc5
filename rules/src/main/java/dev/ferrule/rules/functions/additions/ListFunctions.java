package dev.ferrule.rules.functions.additions;

import static dev.ferrule.rules.functions.Signature.Parameter.optional;
import static dev.ferrule.rules.functions.additions.Addition.required;

import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of texts, joined and compared. */
final class ListFunctions {
  private static final String CATEGORY = "Lists";
  private static final Parameter A = required("a", Addition.TEXTS, "A list.");
  private static final Parameter B = required("b", Addition.TEXTS, "Another list.");
  private static final Parameter LIST = required("list", Addition.TEXTS, "The list.");

  private ListFunctions() {}

  static List<Function> all() {
    return List.of(
        Addition.named("ConcatStringLists", CATEGORY)
            .doc(
                "The items of all lists, one list after the other.",
                "All: List[str] = ConcatStringLists(lists=[Domains, LinkDomains])")
            .with(
                required("lists", Type.listOf(Addition.TEXTS), "The lists."),
                optional(
                    "optional_lists",
                    Type.listOf(Addition.LIST_OF_ANY),
                    List.of(),
                    "More lists, whose items may be None: those are left out."))
            .returns(Addition.TEXTS)
            .by((_, arguments) -> concat(arguments)),
        Addition.named("ListUnion", CATEGORY)
            .doc(
                "What is in either list, each once, in order.",
                "All: List[str] = ListUnion(a=Tags, b=Words)")
            .with(A, B)
            .returns(Addition.TEXTS)
            .by((_, arguments) -> {
              var union = new LinkedHashSet<>(Given.texts(arguments[0]));
              union.addAll(Given.texts(arguments[1]));
              return Bounded.list(union);
            }),
        Addition.named("ListIntersection", CATEGORY)
            .doc(
                "What is in both lists, each once, in the order of the first.",
                "Shared: List[str] = ListIntersection(a=Tags, b=['ad', 'promo'])")
            .with(A, B)
            .returns(Addition.TEXTS)
            .by((_, arguments) -> {
              var shared = new LinkedHashSet<>(Given.texts(arguments[0]));
              shared.retainAll(new HashSet<>(Given.texts(arguments[1])));
              return Bounded.list(shared);
            }),
        Addition.named("ListDifference", CATEGORY)
            .doc(
                "What is in the first list and not in the second, each once, in order.",
                "Unknown: List[str] = ListDifference(a=Domains, b=['example.com'])")
            .with(A, B)
            .returns(Addition.TEXTS)
            .by((_, arguments) -> {
              var rest = new LinkedHashSet<>(Given.texts(arguments[0]));
              Given.texts(arguments[1]).forEach(rest::remove);
              return Bounded.list(rest);
            }),
        Addition.named("ListUnique", CATEGORY)
            .doc(
                "The items of a list, each once, in order.",
                "Once: List[str] = ListUnique(list=Tags)")
            .with(LIST)
            .returns(Addition.TEXTS)
            .by((_, arguments) -> Bounded.list(new LinkedHashSet<>(Given.texts(arguments[0])))),
        Addition.named("ListAnyIn", CATEGORY)
            .doc(
                "Whether the lists have an item in common.",
                "Hit = ListAnyIn(a=Tags, b=['ad', 'promo'])")
            .with(A, B)
            .by((_, arguments) -> {
              var second = new HashSet<>(Given.texts(arguments[1]));
              return Given.texts(arguments[0]).stream().anyMatch(second::contains);
            }),
        Addition.named("ListAllIn", CATEGORY)
            .doc(
                "Whether every item of the first list is in the second.",
                "Known = ListAllIn(a=Domains, b=['example.com'])")
            .with(A, B)
            .by((_, arguments) ->
                new HashSet<>(Given.texts(arguments[1])).containsAll(Given.texts(arguments[0]))),
        Addition.named("ListCount", CATEGORY)
            .doc("How often an item is in a list.", "Times = ListCount(list=Tokens, item='free')")
            .with(LIST, required("item", Type.STR, "The item."))
            .returns(Type.INT)
            .by((_, arguments) -> {
              String item = Given.text(arguments[1]);
              return Given.texts(arguments[0]).stream().filter(item::equals).count();
            }),
        Addition.named("ListFirst", CATEGORY)
            .doc("The first item of a list, or None.", "Tag: Optional[str] = ListFirst(list=Tags)")
            .with(LIST)
            .returns(Type.optional(Type.STR))
            .by((_, arguments) -> {
              var list = Given.list(arguments[0]);
              return list.isEmpty() ? null : list.getFirst();
            }),
        Addition.named("ListLast", CATEGORY)
            .doc("The last item of a list, or None.", "Tag: Optional[str] = ListLast(list=Tags)")
            .with(LIST)
            .returns(Type.optional(Type.STR))
            .by((_, arguments) -> {
              var list = Given.list(arguments[0]);
              return list.isEmpty() ? null : list.getLast();
            }));
  }

  private static Object concat(@Nullable Object[] arguments) {
    var items = new ArrayList<String>();
    for (var argument : arguments) {
      for (var list : Given.list(argument)) {
        items.addAll(Given.texts(list));
        if (items.size() > Bounded.MOST_CHARS) {
          return Bounded.tooLong(items.size());
        }
      }
    }
    return Bounded.list(items);
  }
}
