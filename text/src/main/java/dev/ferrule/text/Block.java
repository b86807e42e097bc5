package dev.ferrule.text;

import dev.ferrule.model.TextSpan;

/**
 * One structural piece of a {@link StructuredText}. Blocks are in text order and do not overlap;
 * text between blocks is white space or markup.
 *
 * @param kind what the piece is
 * @param level 1 to 6 for a heading, the nesting depth from 1 for a list item, otherwise 0
 * @param group blocks of one list or one table share this number; it is unique to each other block
 * @param span where it stands in the text
 * @param page the page it begins on, from 1; 0 where the format has no pages
 */
public record Block(Kind kind, int level, int group, TextSpan span, int page) {
  /** What a block is. */
  public enum Kind {
    HEADING,
    PARAGRAPH,
    LIST_ITEM,
    TABLE_ROW,
    CODE
  }
}
