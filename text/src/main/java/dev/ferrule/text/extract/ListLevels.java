package dev.ferrule.text.extract;

import java.util.ArrayDeque;
import java.util.Deque;

/** Nesting depth of list items from how far they are indented. Confined to one thread. */
final class ListLevels {
  private static final int MAX_DEPTH = 32;

  private final int toleranceColumns;
  private final Deque<Integer> indents = new ArrayDeque<>();

  /**
   * @param toleranceColumns items this close to each other are siblings
   */
  ListLevels(int toleranceColumns) {
    this.toleranceColumns = toleranceColumns;
  }

  /** Forgets the list so far. */
  void reset() {
    indents.clear();
  }

  /** The depth, from 1, of the next item. */
  int next(int indentColumns) {
    while (!indents.isEmpty() && indentColumns < indents.getLast() - toleranceColumns) {
      indents.removeLast();
    }
    boolean deeper = indents.isEmpty() || indentColumns > indents.getLast() + toleranceColumns;
    if (deeper && indents.size() < MAX_DEPTH) {
      indents.addLast(indentColumns);
    }
    return indents.size();
  }
}
