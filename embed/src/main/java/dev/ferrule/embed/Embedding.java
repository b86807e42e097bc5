package dev.ferrule.embed;

/**
 * The vectors of one {@link Sequence}.
 *
 * @param vector of the whole; {@code [dims]}
 * @param parts of each span the mean of its tokens' vectors, its largest component scaled to 127;
 *     zeros where a span fell behind the model's last token; {@code [parts][dims]}
 */
public record Embedding(float[] vector, byte[][] parts) {}
