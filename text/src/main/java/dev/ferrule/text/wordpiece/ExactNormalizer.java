package dev.ferrule.text.wordpiece;

import java.util.Arrays;

/**
 * {@code BertNormalizer}, one step after the other over a whole stretch of text. Slower than the
 * {@link CharTable}, which answers the same for all but a few texts, and the reference it is tested
 * against. Immutable.
 */
final class ExactNormalizer {
  private final ReferenceUnicode unicode = ReferenceUnicode.INSTANCE;
  private final Normalization normalization;

  ExactNormalizer(Normalization normalization) {
    this.normalization = normalization;
  }

  /**
   * The normal form of {@code chars[from, to)}.
   *
   * @param base what to add to an index to have its offset in the text
   */
  NormalizedText normalize(char[] chars, int from, int to, int base) {
    var text = new NormalizedText(to - from);
    for (int i = from; i < to; ) {
      int cp = Character.codePointAt(chars, i, to);
      int end = i + Character.charCount(cp);
      if (end == i + 1 && Character.isSurrogate((char) cp)) {
        cp = 0xFFFD;
      }
      clean(cp, base + i, base + end, text);
      i = end;
    }
    if (normalization.stripAccents()) {
      text = withoutMarks(decomposed(text));
    }
    return normalization.lowercase() ? lowercased(text) : text;
  }

  private void clean(int cp, int start, int end, NormalizedText out) {
    if (normalization.cleanText() && unicode.isRemovedByCleaning(cp)) {
      return;
    }
    if (normalization.isolateChinese() && ReferenceUnicode.isChinese(cp)) {
      out.add(' ', start, end);
      out.add(cp, start, end);
      out.add(' ', start, end);
    } else {
      boolean space = normalization.cleanText() && unicode.isWhitespace(cp);
      out.add(space ? ' ' : cp, start, end);
    }
  }

  /*
   * Canonical ordering moves marks, but the reference's alignments stay in text order: it walks the
   * reordered code points and moves on to the next source code point at each that is the first of
   * its decomposition. So a moved mark may point at its neighbour. Offsets agree with the reference
   * only if that is done here too.
   */
  private NormalizedText decomposed(NormalizedText in) {
    int[] parts = new int[8];
    // Here a start is 1 for the first code point of a decomposition, and an end is its order.
    var out = new NormalizedText(in.size);
    for (int i = 0; i < in.size; i++) {
      int count = unicode.decompose(in.codePoints[i], parts);
      for (int j = 0; j < count; j++) {
        out.add(parts[j], j == 0 ? 1 : 0, unicode.order(parts[j]));
      }
    }
    for (int i = 0; i < out.size; i++) {
      int start = i;
      while (i < out.size && out.ends[i] != 0) {
        i++;
      }
      if (i - start > 1) {
        sort(out, start, i);
      }
    }
    int source = -1;
    for (int i = 0; i < out.size; i++) {
      source += out.starts[i];
      out.starts[i] = in.starts[Math.max(source, 0)];
      out.ends[i] = in.ends[Math.max(source, 0)];
    }
    return out;
  }

  /** Sorts marks by their order; equal ones keep theirs. O(n log n) for any input. */
  private static void sort(NormalizedText text, int from, int to) {
    var keys = new long[to - from];
    var copy = new int[to - from];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = ((long) text.ends[from + i] << 32) | ((long) i << 1) | text.starts[from + i];
      copy[i] = text.codePoints[from + i];
    }
    Arrays.sort(keys);
    for (int i = 0; i < keys.length; i++) {
      text.codePoints[from + i] = copy[(int) keys[i] >>> 1];
      text.starts[from + i] = (int) keys[i] & 1;
    }
  }

  private NormalizedText withoutMarks(NormalizedText text) {
    int kept = 0;
    for (int i = 0; i < text.size; i++) {
      if (!unicode.isMark(text.codePoints[i])) {
        text.codePoints[kept] = text.codePoints[i];
        text.starts[kept] = text.starts[i];
        text.ends[kept++] = text.ends[i];
      }
    }
    text.size = kept;
    return text;
  }

  private NormalizedText lowercased(NormalizedText text) {
    int[] letters = new int[2];
    var out = new NormalizedText(text.size);
    for (int i = 0; i < text.size; i++) {
      int count = unicode.lower(text.codePoints[i], letters);
      for (int j = 0; j < count; j++) {
        out.add(letters[j], text.starts[i], text.ends[i]);
      }
    }
    return out;
  }
}
