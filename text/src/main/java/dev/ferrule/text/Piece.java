package dev.ferrule.text;

import dev.ferrule.model.TextSpan;
import java.util.List;

/**
 * What a chunk is made of: a heading, a list item, a table row, a paragraph or a part of one, small
 * enough for a chunk.
 *
 * @param startChars where it begins in the text
 * @param endChars one past its end
 * @param fromToken its first token
 * @param toToken one past its last
 * @param kind of the block it is from
 * @param group of the block it is from
 * @param groupEnd the index one past the last piece of that group
 * @param page of the block it is from
 * @param heading the path of headings that it stands under
 * @param sentences its sentences; none for a heading
 * @param introduces whether it announces what follows, as a paragraph that ends in a colon
 */
record Piece(
    int startChars,
    int endChars,
    int fromToken,
    int toToken,
    Block.Kind kind,
    int group,
    int groupEnd,
    int page,
    String heading,
    List<TextSpan> sentences,
    boolean introduces) {
  boolean isHeading() {
    return kind == Block.Kind.HEADING;
  }

  Piece withGroupEnd(int end) {
    return new Piece(
        startChars,
        endChars,
        fromToken,
        toToken,
        kind,
        group,
        end,
        page,
        heading,
        sentences,
        introduces);
  }
}
