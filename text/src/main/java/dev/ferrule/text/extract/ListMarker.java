package dev.ferrule.text.extract;

/** Recognises what begins a list item: {@code -}, {@code *}, {@code •}, {@code 1.}, {@code b)}. */
final class ListMarker {
  private static final String BULLETS =
      "-*+\u2022\u2023\u2043\u25e6\u25aa\u25cf\u25cb\u2013\u00b7"
          + "\u25a0\u25a1\u2219\uf0b7\uf0a7\u2756\u27a2\u2713\u2714";
  private static final int MAX_DIGITS = 3;

  private ListMarker() {}

  /** The length of the marker at {@code at}, which white space or the end follows; 0 if none. */
  static int length(CharSequence text, int at, int end) {
    if (at >= end) {
      return 0;
    }
    if (BULLETS.indexOf(text.charAt(at)) >= 0) {
      return isBreak(text, at + 1, end) && at + 1 < end ? 1 : 0;
    }
    int ordinal = ordinalLength(text, at, end);
    return ordinal > 0 && isBreak(text, at + ordinal, end) && at + ordinal < end ? ordinal : 0;
  }

  static boolean isBullet(char c) {
    return BULLETS.indexOf(c) >= 0;
  }

  private static int ordinalLength(CharSequence text, int at, int end) {
    int i = at < end && text.charAt(at) == '(' ? at + 1 : at;
    int first = i;
    while (i < end && i - first < MAX_DIGITS && Character.isDigit(text.charAt(i))) {
      i++;
    }
    boolean letter = i == first && i < end && isAsciiLetter(text.charAt(i));
    i += letter ? 1 : 0;
    if (i == first || i >= end) {
      return 0;
    }
    char close = text.charAt(i);
    boolean bracketed = first > at;
    boolean area = bracketed && i - first > 2; // "(415) 555-0199" is a telephone number
    // "A. Smith" is a name far more often than an item, so a letter needs a bracket.
    boolean closes = (close == ')' && !area) || (close == '.' && !letter && !bracketed);
    return closes ? i + 1 - at : 0;
  }

  private static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isBreak(CharSequence text, int at, int end) {
    return at >= end || LineIndex.isWhite(text.charAt(at));
  }
}
