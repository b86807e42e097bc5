package dev.ferrule.text.wordpiece;

/**
 * What a {@code BertNormalizer} does, each step in this order.
 *
 * @param cleanText removes control characters and makes every white space a space
 * @param isolateChinese makes each Chinese ideograph a word
 * @param stripAccents decomposes (NFD) and removes non-spacing marks
 * @param lowercase maps each code point to lower case
 */
record Normalization(
    boolean cleanText, boolean isolateChinese, boolean stripAccents, boolean lowercase) {
  /** Leaves the text as it is. */
  static final Normalization NONE = new Normalization(false, false, false, false);
}
