package dev.ferrule.rules.values;

/** Looks for a text in a text, in time that grows with the sum of both. Stateless. */
public final class TextSearch {
  /* Up to so many comparisons the JVM's own search is faster at worst, too. */
  private static final long FEW_COMPARISONS = 1 << 22;

  private TextSearch() {}

  /** Whether the part stands in the text. */
  public static boolean contains(String text, String part) {
    return indexOf(text, part, 0) >= 0;
  }

  /** Where the part first stands at or behind a place, or -1. */
  public static int indexOf(String text, String part, int from) {
    return (long) (text.length() - from) * part.length() <= FEW_COMPARISONS
        ? text.indexOf(part, from)
        : search(text, part, from);
  }

  /*
   * The algorithm of Knuth, Morris and Pratt (1977): String.indexOf starts over behind each
   * failure, which takes hours where text and part are megabytes of the same letter.
   */
  private static int search(String text, String part, int from) {
    if (part.length() > text.length() - from) {
      return -1;
    }
    int[] borders = new int[part.length()];
    for (int i = 1, border = 0; i < borders.length; i++) {
      while (border > 0 && part.charAt(i) != part.charAt(border)) {
        border = borders[border - 1];
      }
      border += part.charAt(i) == part.charAt(border) ? 1 : 0;
      borders[i] = border;
    }
    for (int i = from, matched = 0; i < text.length(); i++) {
      while (matched > 0 && text.charAt(i) != part.charAt(matched)) {
        matched = borders[matched - 1];
      }
      matched += text.charAt(i) == part.charAt(matched) ? 1 : 0;
      if (matched == part.length()) {
        return i + 1 - matched;
      }
    }
    return -1;
  }
}
