package dev.ferrule.model;

import java.util.List;

/**
 * A piece of a document small enough to embed, with its vectors. Arrays are shared, not copied:
 * nobody writes to them.
 *
 * @param ordinal its place in the document, from 0
 * @param span where it stands in the document's text
 * @param startCodePoints the code points of the document's text before it
 * @param page the page it begins on, from 1; 0 where the format has none
 * @param heading the headings above it, joined by {@code " > "}; empty when none
 * @param text its text
 * @param sentences its sentences, relative to {@link #text}
 * @param vector its embedding, of length 1; {@code [dims]}
 * @param sentenceVectors for each sentence the mean of its tokens in the chunk's own forward pass,
 *     scaled to signed bytes; {@code [sentences][dims]}
 */
public record Chunk(
    int ordinal,
    TextSpan span,
    int startCodePoints,
    int page,
    String heading,
    String text,
    List<TextSpan> sentences,
    float[] vector,
    byte[][] sentenceVectors) {
  public Chunk {
    sentences = List.copyOf(sentences);
    if (sentenceVectors.length != sentences.size()) {
      throw new IllegalArgumentException(
          "expected a vector per sentence: sentences=%d vectors=%d"
              .formatted(sentences.size(), sentenceVectors.length));
    }
  }
}
