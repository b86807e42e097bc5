package dev.ferrule.rules.format;

import dev.ferrule.rules.syntax.Token;
import java.util.ArrayList;
import java.util.List;

/** A token that the grammar sees, with the comments and empty lines around it. Confined. */
final class Word {
  private final String text;
  private final Token.Kind kind;
  private final List<Comment> before;
  private final int blankLines;
  private List<String> after = new ArrayList<>();

  Word(String text, Token.Kind kind, List<Comment> before, int blankLines) {
    this.text = text;
    this.kind = kind;
    this.before = before;
    this.blankLines = blankLines;
  }

  /**
   * A comment on a line of its own.
   *
   * @param blankLines how many empty lines stand before it
   */
  record Comment(String text, int blankLines) {}

  String text() {
    return text;
  }

  boolean is(String operatorOrKeyword) {
    return kind != Token.Kind.STRING && text.equals(operatorOrKeyword);
  }

  boolean isString() {
    return kind == Token.Kind.STRING;
  }

  boolean isNumber() {
    return kind == Token.Kind.NUMBER;
  }

  boolean isName() {
    return kind == Token.Kind.NAME;
  }

  /** The comments on lines of their own right before it. */
  List<Comment> before() {
    return before;
  }

  /** How many empty lines stand before it, after the last of those comments. */
  int blankLines() {
    return blankLines;
  }

  void addAfter(String comment) {
    after.add(comment);
  }

  /** The comments behind it on its line. */
  List<String> after() {
    return after;
  }

  /** Takes the comments behind it away, to be placed elsewhere. */
  List<String> takeAfter() {
    var taken = after;
    after = new ArrayList<>();
    return taken;
  }
}
