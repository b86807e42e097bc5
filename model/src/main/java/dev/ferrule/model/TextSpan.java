package dev.ferrule.model;

/**
 * A half-open range {@code [startChars, endChars)} of a text, in UTF-16 units. On the wire offsets
 * are code points; {@link CodePoints} converts.
 *
 * @param startChars first UTF-16 code unit in the span, from 0
 * @param endChars one past the last code unit, at least {@code startChars}
 */
public record TextSpan(int startChars, int endChars) {
  public TextSpan {
    if (startChars < 0 || endChars < startChars) {
      throw new IllegalArgumentException(
          "span must satisfy 0 <= startChars <= endChars: startChars=%d endChars=%d"
              .formatted(startChars, endChars));
    }
  }

  public int lengthChars() {
    return endChars - startChars;
  }

  /** The part of {@code text} that this span covers. */
  public String of(String text) {
    return text.substring(startChars, endChars);
  }
}
