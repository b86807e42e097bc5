package dev.ferrule.index;

/**
 * What the index needs of a chunk. The array is shared, not copied.
 *
 * @param ordinal its place in the document
 * @param text what words are looked for in: title, headings and text
 * @param vector its embedding; {@code [dims]}
 */
public record IndexedChunk(int ordinal, String text, float[] vector) {}
