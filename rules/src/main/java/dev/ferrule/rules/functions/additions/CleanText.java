package dev.ferrule.rules.functions.additions;

import org.jspecify.annotations.Nullable;

/** {@code CleanString}: drops characters one by one. Stateless. */
final class CleanText {
  private CleanText() {}

  static String clean(@Nullable Object[] arguments) {
    String text = Given.text(arguments[0]);
    boolean zeroWidth = Given.flag(arguments[1]);
    boolean marks = Given.flag(arguments[2]);
    boolean asterisks = Given.flag(arguments[3]);
    boolean quotes = Given.flag(arguments[4]);
    var kept = new StringBuilder(text.length());
    text.codePoints()
        .filter(c ->
            !(zeroWidth && isZeroWidth(c))
                && !(marks && Character.getType(c) == Character.NON_SPACING_MARK)
                && !(asterisks && "*\u2217\u066D\uAB48\uD800\uDF1F".indexOf(c) >= 0)
                && !(quotes && c == '\''))
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isZeroWidth(int c) {
    return (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0xAD;
  }
}
