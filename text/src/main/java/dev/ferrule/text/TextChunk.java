package dev.ferrule.text;

import dev.ferrule.model.TextSpan;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a document that is embedded, indexed and found as one. Its arrays are shared, not
 * copied: nobody may change them.
 *
 * @param ordinal its place among the document's chunks, from 0
 * @param span where it stands in the document's text
 * @param page the page it begins on, from 1; 0 where the format has none
 * @param heading the headings it stands under, outermost first, joined by {@code " > "}; of several
 *     sections those they share; empty when there are none
 * @param sentences the spans that may answer a question: sentences, list items, table rows and
 *     code, but not headings
 * @param tokenIds the tokens of its text, without special ones
 * @param sentenceTokenStarts for each sentence the index of its first token in {@code tokenIds}
 * @param sentenceTokenEnds for each sentence one past the index of its last token
 * @param tableHeader the first row of the table that the chunk continues; null when it does not
 *     begin within a table
 */
@SuppressWarnings("ArrayRecordComponent") // A document has many tokens, and they are never boxed.
public record TextChunk(
    int ordinal,
    TextSpan span,
    int page,
    String heading,
    List<TextSpan> sentences,
    int[] tokenIds,
    int[] sentenceTokenStarts,
    int[] sentenceTokenEnds,
    @Nullable TextSpan tableHeader) {
  public TextChunk {
    sentences = List.copyOf(sentences);
  }

  /** A copy of the tokens of one sentence. */
  public int[] sentenceTokenIds(int sentence) {
    return Arrays.copyOfRange(tokenIds, sentenceTokenStarts[sentence], sentenceTokenEnds[sentence]);
  }
}
