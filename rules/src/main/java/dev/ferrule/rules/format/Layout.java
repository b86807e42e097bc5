package dev.ferrule.rules.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Makes a document of a statement. Confined to it. */
final class Layout {
  /** How much may stand left of an operator for its right side alone to be broken. */
  private static final int SHORT_CHARS = 60;

  private final List<Word> words;
  private final Set<Word> placed = Collections.newSetFromMap(new IdentityHashMap<>());
  private int at;

  private Layout(List<Word> words) {
    this.words = words;
  }

  /** The document of a statement, without the comments before it. */
  static Doc of(List<Word> statement) {
    return new Layout(statement).statement();
  }

  private Doc statement() {
    placed.add(words.getFirst());
    var behind = comments(words.getLast().takeAfter());
    var elements = elements();
    int equals = indexOf(elements, "=");
    if (equals < 0) {
      return Doc.of(expression(elements), behind);
    }
    var target = new ArrayList<Doc>();
    for (var element : elements.subList(0, equals)) {
      target.add(element.is("|") ? Doc.text(" | ") : atom(element));
      if (element.is(":")) {
        target.add(Doc.text(" "));
      }
    }
    return Doc.of(
        new Doc.Concat(target),
        Doc.text(" = "),
        value(elements.subList(equals + 1, elements.size())),
        behind);
  }

  private static int indexOf(List<Element> elements, String operator) {
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i).is(operator)) {
        return i;
      }
    }
    return -1;
  }

  /** The elements up to a comma, a closing bracket, or the end. */
  private List<Element> elements() {
    List<Element> elements = new ArrayList<>();
    while (at < words.size()) {
      var word = words.get(at);
      if (word.is(")") || word.is("]") || word.is(",")) {
        break;
      }
      at++;
      boolean follows = !elements.isEmpty() && elements.getLast().isOperand();
      if (word.is("(")) {
        elements.add(brackets(follows ? Element.Kind.CALL : Element.Kind.GROUPING, word));
      } else if (word.is("[")) {
        elements.add(brackets(follows ? Element.Kind.TYPE : Element.Kind.LIST, word));
      } else {
        elements.add(new Element.Leaf(word));
      }
    }
    return elements;
  }

  private Element brackets(Element.Kind kind, Word open) {
    List<Element.Item> items = new ArrayList<>();
    while (true) {
      var elements = elements();
      var next = words.get(at++);
      boolean comma = next.is(",");
      if (comma || !elements.isEmpty()) {
        items.add(new Element.Item(elements, comma ? next : null));
      }
      if (!comma) {
        return new Element.Brackets(kind, open, items, next);
      }
    }
  }

  /** What stands right of an equals sign: in parentheses where it does not fit. */
  private Doc value(List<Element> elements) {
    var places = Operators.weakest(elements);
    boolean strings = elements.size() > 1 && allStrings(elements);
    if ((places.isEmpty() && !strings) || isShortUpToBrackets(elements, places)) {
      return unbroken(elements, places);
    }
    return Doc.group(
        Doc.of(
            new Doc.IfBroken("("),
            new Doc.Indent(Doc.of(Doc.Line.SOFT, expression(elements))),
            Doc.Line.SOFT,
            new Doc.IfBroken(")")));
  }

  /** Whether one operator's right side is a call or a list that can be broken by itself. */
  private static boolean isShortUpToBrackets(List<Element> elements, List<Operators.Place> places) {
    if (places.size() != 1
        || !(elements.getLast() instanceof Element.Brackets last)
        || last.items().isEmpty()
        || (last.kind() != Element.Kind.CALL && last.kind() != Element.Kind.LIST)) {
      return false;
    }
    var place = places.getFirst();
    int chars = 0;
    for (int i = 0; i < elements.size() - 1; i++) {
      // A second operator on the right would end up between lines.
      if (i >= place.at() + place.size()
          && elements.get(i) instanceof Element.Leaf(var word)
          && !word.isName()
          && !word.is("-")) {
        return false;
      }
      int each = chars(elements.get(i));
      if (each < 0) {
        return false;
      }
      chars += each + 1;
    }
    return chars <= SHORT_CHARS
        && Operators.weakest(elements.subList(place.at() + place.size(), elements.size()))
            .isEmpty();
  }

  /** How much room something takes on one line, or -1 when it holds a comment or a line end. */
  private static int chars(Element element) {
    return switch (element) {
      case Element.Leaf(var word) -> chars(word);
      case Element.Brackets brackets -> {
        int sum = chars(brackets.open()) + chars(brackets.close());
        boolean whole = chars(brackets.open()) > 0 && chars(brackets.close()) > 0;
        for (var item : brackets.items()) {
          boolean list =
              brackets.kind() == Element.Kind.CALL || brackets.kind() == Element.Kind.LIST;
          whole &= item.comma() == null || chars(item.comma()) > 0;
          whole &= !(list && item == brackets.items().getLast() && item.comma() != null);
          for (var inner : item.elements()) {
            int each = chars(inner);
            whole &= each >= 0;
            sum += each + 1;
          }
        }
        yield whole ? sum : -1;
      }
    };
  }

  private static int chars(Word word) {
    boolean alone = word.before().isEmpty() && word.after().isEmpty();
    return alone && word.text().indexOf('\n') < 0 ? word.text().length() : -1;
  }

  private static boolean allStrings(List<Element> elements) {
    for (var element : elements) {
      if (!(element instanceof Element.Leaf(var word)) || !word.isString()) {
        return false;
      }
    }
    return true;
  }

  /** With line ends nowhere but in brackets. */
  private Doc unbroken(List<Element> elements, List<Operators.Place> places) {
    if (places.isEmpty()) {
      return operand(elements);
    }
    var place = places.getFirst();
    int next = place.at() + place.size();
    return Doc.of(
        expression(elements.subList(0, place.at())),
        Doc.text(" "),
        operator(elements.subList(place.at(), next)),
        Doc.text(" "),
        expression(elements.subList(next, elements.size())));
  }

  /** An expression that may be broken at its operators. */
  private Doc expression(List<Element> elements) {
    var places = Operators.weakest(elements);
    List<Doc> parts = new ArrayList<>();
    if (places.isEmpty()) {
      if (elements.size() == 1 || !allStrings(elements)) {
        return operand(elements);
      }
      for (var element : elements) {
        if (!parts.isEmpty()) {
          parts.add(Doc.Line.SPACE);
        }
        parts.add(atom(element));
      }
      return Doc.group(new Doc.Concat(parts));
    }
    int start = 0;
    for (var place : places) {
      parts.add(expression(elements.subList(start, place.at())));
      start = place.at() + place.size();
      var operator = elements.subList(place.at(), start);
      for (var each : operator) {
        // Behind the operand, where the line ends.
        parts.add(comments(each.last().takeAfter()));
      }
      parts.add(Doc.Line.SPACE);
      parts.add(operator(operator));
      parts.add(Doc.text(" "));
    }
    parts.add(expression(elements.subList(start, elements.size())));
    return Doc.group(new Doc.Concat(parts));
  }

  private Doc operator(List<Element> words) {
    return words.size() == 1
        ? atom(words.getFirst())
        : Doc.of(atom(words.getFirst()), Doc.text(" "), atom(words.getLast()));
  }

  /** A lone operand: signs before it, and what is called or looked up. */
  private Doc operand(List<Element> elements) {
    List<Doc> parts = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      var element = elements.get(i);
      boolean spaced =
          i > 0
              && (elements.get(i - 1).is("not")
                  || (element instanceof Element.Leaf(var word)
                      && word.isString()
                      && elements.get(i - 1).isOperand()));
      if (spaced) {
        parts.add(Doc.text(" "));
      }
      parts.add(atom(element));
    }
    return parts.size() == 1 ? parts.getFirst() : new Doc.Concat(parts);
  }

  private Doc atom(Element element) {
    return switch (element) {
      case Element.Leaf(var word) -> word(word);
      case Element.Brackets brackets ->
          Doc.of(before(brackets.open()), brackets(brackets), comments(brackets.close().after()));
    };
  }

  private Doc word(Word word) {
    return Doc.of(before(word), Doc.text(word.text()), comments(word.after()));
  }

  private static Doc comments(List<String> behind) {
    return behind.isEmpty()
        ? Doc.EMPTY
        : new Doc.Concat(behind.stream().<Doc>map(Doc.Trailing::new).toList());
  }

  /** The comments before a word that is not the first of its item. */
  private Doc before(Word word) {
    return word.before().isEmpty() || !placed.add(word)
        ? Doc.EMPTY
        : new Doc.Concat(
            word.before().stream().<Doc>map(each -> new Doc.OwnLine(each.text())).toList());
  }

  /** The comments before an item, and one of the empty lines around them. */
  private void lead(Word word, boolean first, List<Doc> into) {
    placed.add(word);
    boolean top = first;
    for (var comment : word.before()) {
      if (comment.blankLines() > 0 && !top) {
        into.add(new Doc.Blank());
      }
      into.add(new Doc.OwnLine(comment.text()));
      top = false;
    }
    if (word.blankLines() > 0 && !top && !isClosing(word)) {
      into.add(new Doc.Blank());
    }
  }

  private static boolean isClosing(Word word) {
    return word.is(")") || word.is("]");
  }

  private Doc brackets(Element.Brackets brackets) {
    var open = Doc.text(brackets.open().text());
    var close = Doc.text(brackets.close().text());
    if (brackets.items().isEmpty()
        && brackets.open().after().isEmpty()
        && brackets.close().before().isEmpty()) {
      return Doc.of(open, close);
    }
    List<Doc> inside = new ArrayList<>();
    inside.add(Doc.Line.SOFT);
    boolean listed = brackets.kind() == Element.Kind.CALL || brackets.kind() == Element.Kind.LIST;
    boolean first = true;
    for (var item : brackets.items()) {
      item(item, brackets, first, inside);
      first = false;
    }
    lead(brackets.close(), first, inside);
    var doc =
        Doc.of(
            open,
            comments(brackets.open().after()),
            new Doc.Indent(new Doc.Concat(inside)),
            Doc.Line.SOFT,
            close);
    // A comma after the last item says that the author wants one item on each line.
    boolean wanted =
        listed && !brackets.items().isEmpty() && brackets.items().getLast().comma() != null;
    return wanted ? Doc.broken(doc) : Doc.group(doc);
  }

  private void item(Element.Item item, Element.Brackets brackets, boolean first, List<Doc> into) {
    boolean last = item == brackets.items().getLast();
    boolean listed = brackets.kind() == Element.Kind.CALL || brackets.kind() == Element.Kind.LIST;
    var elements = item.elements();
    if (elements.isEmpty()) {
      into.add(Doc.text(","));
      return;
    }
    var start = elements.getFirst().first();
    lead(start, first, into);
    var behind = elements.getLast().last().takeAfter();
    into.add(item(elements, brackets.kind()));
    var comma = item.comma();
    if (comma != null) {
      into.add(before(comma));
    }
    if (!last || (comma != null && !listed)) {
      into.add(Doc.text(","));
    } else if (listed) {
      into.add(new Doc.IfBroken(","));
    }
    into.add(comments(behind));
    if (comma != null) {
      into.add(comments(comma.after()));
    }
    if (!last) {
      into.add(Doc.Line.SPACE);
    }
  }

  private Doc item(List<Element> elements, Element.Kind kind) {
    if (kind == Element.Kind.CALL && elements.size() > 2 && elements.get(1).is("=")) {
      return Doc.of(
          atom(elements.get(0)),
          atom(elements.get(1)),
          value(elements.subList(2, elements.size())));
    }
    if (kind == Element.Kind.TYPE) {
      return type(elements);
    }
    return expression(elements);
  }

  private Doc type(List<Element> elements) {
    List<Doc> parts = new ArrayList<>();
    for (var element : elements) {
      parts.add(
          element.is("|") ? Doc.of(Doc.text(" "), atom(element), Doc.text(" ")) : atom(element));
    }
    return new Doc.Concat(parts);
  }
}
