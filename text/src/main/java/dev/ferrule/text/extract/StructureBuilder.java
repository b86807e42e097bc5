package dev.ferrule.text.extract;

import dev.ferrule.model.TextSpan;
import dev.ferrule.text.Block;
import dev.ferrule.text.Block.Kind;
import dev.ferrule.text.StructuredText;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects blocks, and for formats whose text is rebuilt also the text: blocks of one group stand
 * on following lines, others are apart by a blank line. Confined to one thread.
 */
final class StructureBuilder {
  private final ExtractionLimits limits;
  private final StringBuilder text = new StringBuilder();
  private final List<Block> blocks = new ArrayList<>();
  private int groups;
  private String firstHeading = "";

  StructureBuilder(ExtractionLimits limits) {
    this.limits = limits;
  }

  /** A number for the blocks of one list or table. */
  int newGroup() {
    return groups++;
  }

  /** The text of the first heading; empty before there is one. */
  String firstHeading() {
    return firstHeading;
  }

  /** Appends a block in a group of its own. */
  void append(Kind kind, int level, String content, int page) {
    append(kind, level, newGroup(), "", content, page);
  }

  /** Appends a list item; its marker belongs to its span. */
  void appendItem(int level, int group, String marker, String content, int page) {
    append(Kind.LIST_ITEM, level, group, marker, content, page);
  }

  /** Appends a table row, unless all its cells are empty. */
  void appendRow(List<String> cells, int group, int page) {
    var row = new StringBuilder();
    boolean blank = true;
    for (String cell : cells) {
      String flat = Whitespace.collapse(cell);
      blank &= flat.isEmpty();
      row.append(row.isEmpty() ? "" : " | ").append(flat);
    }
    if (!blank) {
      append(Kind.TABLE_ROW, 0, group, "", row.toString(), page);
    }
  }

  private void append(Kind kind, int level, int group, String marker, String content, int page) {
    String body = kind == Kind.CODE ? content.stripTrailing() : content.strip();
    if (body.isBlank()) {
      return;
    }
    if (text.length() + (long) body.length() + marker.length() > limits.maxTextChars()) {
      throw Failures.tooLarge("the text of the document", "maxTextChars", limits.maxTextChars());
    }
    if (!blocks.isEmpty()) {
      text.append(blocks.getLast().group() == group ? "\n" : "\n\n");
    }
    if (kind == Kind.LIST_ITEM) {
      text.repeat("  ", Math.max(0, level - 1));
    }
    int start = text.length();
    text.append(marker).append(TextDecoder.clean(body));
    addSpan(kind, level, group, start, text.length(), page);
    if (kind == Kind.HEADING && firstHeading.isEmpty()) {
      firstHeading = Whitespace.collapse(body);
    }
  }

  /** Adds a block of a text that is kept elsewhere. */
  void addSpan(Kind kind, int level, int group, int startChars, int endChars, int page) {
    if (blocks.size() == limits.maxBlocks()) {
      throw Failures.tooLarge("the blocks of the document", "maxBlocks", limits.maxBlocks());
    }
    blocks.add(new Block(kind, level, group, new TextSpan(startChars, endChars), page));
  }

  StructuredText build(String title, int pages) {
    return build(title, text.toString(), pages);
  }

  /** As {@link #build(String, int)}, of a text that is kept elsewhere. */
  StructuredText build(String title, String source, int pages) {
    String flat = Whitespace.collapse(TextDecoder.clean(title));
    return new StructuredText(flat.isEmpty() ? firstHeading : flat, source, blocks, pages);
  }
}
