package dev.ferrule.text;

import java.util.List;

/**
 * The text of a document with its structure. Every offset in Ferrule (chunks, citations) points
 * into {@link #text}: for plain text and Markdown that is the source itself, unchanged; for HTML,
 * PDF and DOCX it is the text extracted from the file. Immutable.
 *
 * @param title the document's own title; empty when it has none
 * @param text the whole text
 * @param blocks its pieces, in order
 * @param pages how many pages it has; 0 where the format has none
 */
public record StructuredText(String title, String text, List<Block> blocks, int pages) {
  public StructuredText {
    blocks = List.copyOf(blocks);
  }
}
