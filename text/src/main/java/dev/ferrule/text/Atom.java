package dev.ferrule.text;

import dev.ferrule.model.TextSpan;

/**
 * The smallest piece of a document that a chunk takes or leaves: a sentence, a list item, a table
 * row, a heading, or a part of one that is too long.
 *
 * @param span where it stands in the text, without white space around it
 * @param firstToken the index of its first token among those of the document
 * @param endToken one past its last token; larger than {@code firstToken}
 * @param block what it belongs to
 * @param border what lies between it and the atom before
 */
record Atom(TextSpan span, int firstToken, int endToken, Block block, Border border) {
  /** The kinds of places where a chunk might end. */
  enum Border {
    /** Between blocks that do not belong together. */
    BLOCK,
    /** Between sentences of a block. */
    SENTENCE,
    /** Between items of a list. */
    ITEM,
    /** Between rows of a table. */
    ROW,
    /** Between lines of code. */
    LINE,
    /** Between words of a sentence. */
    WORD,
    /** Within a word: tokens on both sides would change. */
    NONE
  }

  boolean isHeading() {
    return block.kind() == Block.Kind.HEADING;
  }

  /** Whether it goes on with the sentence that the atom before began. */
  boolean continuesSentence() {
    return border == Border.WORD || border == Border.NONE;
  }
}
