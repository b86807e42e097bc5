package dev.ferrule.text;

import dev.ferrule.model.TextSpan;
import java.util.List;

/**
 * A piece of a document, cut and tokenized. Arrays are shared, not copied.
 *
 * @param ordinal its place in the document, from 0
 * @param span where it stands in the document's text
 * @param page the page it begins on, from 1; 0 where the format has none
 * @param heading the headings above it, joined by {@code " > "}; empty when none
 * @param sentences its sentences in the document's text, in order; headings are not among them
 * @param tokenIds the tokens of {@link #span}, without special tokens
 * @param sentenceTokens for each sentence its first token in {@link #tokenIds} and one past its
 *     last, flat; {@code [2 * sentences]}
 */
public record TextChunk(
    int ordinal,
    TextSpan span,
    int page,
    String heading,
    List<TextSpan> sentences,
    int[] tokenIds,
    int[] sentenceTokens) {
  public TextChunk {
    sentences = List.copyOf(sentences);
  }
}
