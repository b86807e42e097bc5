package dev.ferrule.rules.regex;

import dev.ferrule.rules.regex.Tree.Category;
import dev.ferrule.rules.regex.Tree.Place;

/** Whether a place is where a pattern asks for it. */
final class Places {
  private static final CodePointSet ASCII_WORD = CharSets.of(Category.ASCII_WORD);

  private Places() {}

  static boolean holds(Place place, int[] text, int length, int at) {
    return switch (place) {
      case TEXT_START -> at == 0;
      case LINE_START -> at == 0 || text[at - 1] == '\n';
      case TEXT_END -> at == length;
      case LAST_LINE_END -> at == length || (at == length - 1 && text[at] == '\n');
      case LINE_END -> at == length || text[at] == '\n';
      // Neither an edge nor none: so it is in Python for the empty text.
      case WORD_EDGE -> length > 0 && isEdge(Unicode.WORD, text, length, at);
      case NO_WORD_EDGE -> length > 0 && !isEdge(Unicode.WORD, text, length, at);
      case ASCII_WORD_EDGE -> length > 0 && isEdge(ASCII_WORD, text, length, at);
      case NO_ASCII_WORD_EDGE -> length > 0 && !isEdge(ASCII_WORD, text, length, at);
    };
  }

  private static boolean isEdge(CodePointSet word, int[] text, int length, int at) {
    boolean before = at > 0 && word.contains(text[at - 1]);
    boolean after = at < length && word.contains(text[at]);
    return before != after;
  }
}
