package dev.ferrule.rules.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which operators of an expression bind least. Stateless. */
final class Operators {
  private static final Set<String> WORDS = Set.of("and", "or", "not", "in", "is");

  private static final Map<String, Integer> BINDING =
      Map.ofEntries(
          Map.entry("or", 1),
          Map.entry("and", 2),
          Map.entry("==", 3),
          Map.entry("!=", 3),
          Map.entry("<", 3),
          Map.entry("<=", 3),
          Map.entry(">", 3),
          Map.entry(">=", 3),
          Map.entry("in", 3),
          Map.entry("not", 3),
          Map.entry("|", 4),
          Map.entry("^", 5),
          Map.entry("&", 6),
          Map.entry("<<", 7),
          Map.entry(">>", 7),
          Map.entry("+", 8),
          Map.entry("-", 8),
          Map.entry("*", 9),
          Map.entry("/", 9),
          Map.entry("//", 9),
          Map.entry("%", 9),
          Map.entry("**", 10));

  private Operators() {}

  static boolean isWord(String text) {
    return WORDS.contains(text);
  }

  /**
   * One operator at the place where an expression is split.
   *
   * @param at the index of its first word
   * @param size how many words it has
   */
  record Place(int at, int size) {}

  /** The places of the operators that bind least, left to right; none in a lone operand. */
  static List<Place> weakest(List<Element> elements) {
    List<Place> places = new ArrayList<>();
    int weakest = Integer.MAX_VALUE;
    for (int i = 1; i < elements.size(); i++) {
      if (!(elements.get(i) instanceof Element.Leaf(var word))
          || !elements.get(i - 1).isOperand()) {
        continue;
      }
      var binding = word.isString() ? null : BINDING.get(word.text());
      if (binding == null || binding > weakest) {
        continue;
      }
      if (binding < weakest) {
        weakest = binding;
        places.clear();
      }
      places.add(new Place(i, word.is("not") ? 2 : 1));
    }
    return places;
  }
}
