package dev.ferrule.rules.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a statement: a word, or brackets with what is in them. */
sealed interface Element {
  /** A word. */
  record Leaf(Word word) implements Element {}

  /**
   * Brackets.
   *
   * @param items what commas separate
   */
  record Brackets(Kind kind, Word open, List<Item> items, Word close) implements Element {}

  /**
   * One thing in brackets.
   *
   * @param comma the comma after it, or null
   */
  record Item(List<Element> elements, @Nullable Word comma) {}

  /** What brackets are for. */
  enum Kind {
    CALL,
    LIST,
    /** Around an expression. */
    GROUPING,
    /** Of a type. */
    TYPE
  }

  /** Whether it can stand left of a binary operator. */
  default boolean isOperand() {
    return switch (this) {
      case Brackets _ -> true;
      case Leaf(var word) ->
          word.isString() || word.isNumber() || (word.isName() && !Operators.isWord(word.text()));
    };
  }

  /** The first word of it. */
  default Word first() {
    return switch (this) {
      case Leaf(var word) -> word;
      case Brackets brackets -> brackets.open();
    };
  }

  /** The last word of it. */
  default Word last() {
    return switch (this) {
      case Leaf(var word) -> word;
      case Brackets brackets -> brackets.close();
    };
  }

  /** Whether it is this operator or keyword. */
  default boolean is(String text) {
    return this instanceof Leaf(var word) && word.is(text);
  }
}
