package dev.ferrule.text.wordpiece;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What each code point of a text becomes: normalisation, word splitting and alphabet in one
 * look-up. An entry is a kind, perhaps the flag {@link #MARKED}, and a payload. Immutable.
 *
 * <p>This works because all steps but one map each code point by itself. The one is canonical
 * ordering, which can exchange neighbouring marks; entries where that may matter are {@link
 * #ORDERED} and the scanner then asks {@link ExactNormalizer}.
 */
final class CharTable {
  /** Part of a word; the payload is its symbol. */
  static final int WORD = 0;

  /** White space. */
  static final int SPACE = 1;

  /** A word by itself; the payload is its token id. */
  static final int ISOLATED = 2;

  /** Nothing. */
  static final int REMOVED = 3;

  /** Several entries; the payload is where {@link #expansions} has their number and then them. */
  static final int EXPANDED = 4;

  /** Like {@link #WORD}, but a mark that may change places with marks beside it. */
  static final int ORDERED = 5;

  /** Decomposes to something with a mark that has an order. */
  static final int MARKED = 1 << 28;

  private static final int KIND_SHIFT = 29;
  private static final int PAYLOAD = MARKED - 1;
  private static final int BLOCK = 256;
  private static final int BLOCKS = (Character.MAX_CODE_POINT + 1) / BLOCK;

  private final int[][] blocks;
  private final int[] expansions;

  private CharTable(int[][] blocks, int[] expansions) {
    this.blocks = blocks;
    this.expansions = expansions;
  }

  int entry(int cp) {
    return blocks[cp >>> 8][cp & (BLOCK - 1)];
  }

  static int kind(int entry) {
    return entry >>> KIND_SHIFT;
  }

  static int payload(int entry) {
    return entry & PAYLOAD;
  }

  int[] expansions() {
    return expansions;
  }

  /**
   * Makes the table of a tokenizer.
   *
   * @param wordIds the token id of each code point as a word of its own
   */
  static CharTable of(Normalization normalization, Alphabet alphabet, WordIds wordIds) {
    return new Builder(normalization, alphabet, wordIds).build();
  }

  /** The token id of a word that is one code point, the unknown token's if there is none. */
  interface WordIds {
    int of(int cp);
  }

  private static final class Builder {
    private final ReferenceUnicode unicode = ReferenceUnicode.INSTANCE;
    private final Normalization normalization;
    private final Alphabet alphabet;
    private final WordIds wordIds;
    private final int[] decomposed = new int[8];
    private final int[] lowered = new int[2];
    private final int[] entries = new int[16];
    private int[] expansions = new int[1 << 14];
    private int expansionsEnd;

    Builder(Normalization normalization, Alphabet alphabet, WordIds wordIds) {
      this.normalization = normalization;
      this.alphabet = alphabet;
      this.wordIds = wordIds;
    }

    CharTable build() {
      BitSet special = specialCodePoints();
      var blocks = new int[BLOCKS][];
      var plain = new int[BLOCK];
      int[] previous = plain;
      for (int i = 0; i < BLOCKS; i++) {
        int first = i * BLOCK;
        int next = special.nextSetBit(first);
        if (next < 0 || next >= first + BLOCK) {
          blocks[i] = plain;
          continue;
        }
        var block = new int[BLOCK];
        for (; next >= 0 && next < first + BLOCK; next = special.nextSetBit(next + 1)) {
          block[next - first] = makeEntry(next);
        }
        // Blocks of private use and of ideographs no model knows repeat: keep one.
        previous = Arrays.equals(block, previous) ? previous : block;
        blocks[i] = previous;
      }
      return new CharTable(blocks, Arrays.copyOf(expansions, expansionsEnd));
    }

    /** All but the code points that stay themselves, are part of a word and in no piece. */
    private BitSet specialCodePoints() {
      var special = new BitSet(Character.MAX_CODE_POINT + 1);
      unicode.addSpecialTo(special);
      for (int cp = 0; cp < alphabet.codePointsEnd(); cp++) {
        if (alphabet.find(cp) != 0) {
          special.set(cp);
        }
      }
      if (normalization.isolateChinese()) {
        special.set(0x3400, 0xA000);
        special.set(0xF900, 0xFB00);
        special.set(0x20000, 0x2FA20);
      }
      if (normalization.lowercase()) {
        // No script with letter case lies beyond plane 1.
        for (int cp = 0; cp < 0x20000; cp++) {
          if (Character.toLowerCase(cp) != cp) {
            special.set(cp);
          }
        }
      }
      if (normalization.stripAccents()) {
        addDecomposable(special);
      }
      return special;
    }

    /** Planes 0 to 2 hold every code point that decomposes. */
    private static void addDecomposable(BitSet special) {
      special.set(0xAC00, 0xD7A4);
      var text = new StringBuilder();
      for (int first = 0; first < 0x30000; first += BLOCK) {
        if (first >= 0xAC00 && first < 0xE000) {
          continue;
        }
        text.setLength(0);
        for (int cp = first; cp < first + BLOCK; cp++) {
          text.appendCodePoint(cp);
        }
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFD)) {
          special.set(first, first + BLOCK);
        }
      }
    }

    private int makeEntry(int cp) {
      if (cp >= Character.MIN_SURROGATE && cp <= Character.MAX_SURROGATE) {
        // Half a pair is not text: it is read as U+FFFD, as any UTF-8 encoder would have it.
        return makeEntry(0xFFFD);
      }
      if (normalization.cleanText() && unicode.isRemovedByCleaning(cp)) {
        return REMOVED << KIND_SHIFT;
      }
      int length = normalize(cp);
      int flag = marked(length);
      length = strip(length);
      if (normalization.isolateChinese() && ReferenceUnicode.isChinese(cp)) {
        return (ISOLATED << KIND_SHIFT) | wordIds.of(decomposed[0]);
      }
      int count = 0;
      for (int i = 0; i < length; i++) {
        int letters = 1;
        if (normalization.lowercase()) {
          letters = unicode.lower(decomposed[i], lowered);
        } else {
          lowered[0] = decomposed[i];
        }
        int kind = flag != 0 && unicode.order(decomposed[i]) != 0 ? ORDERED : WORD;
        for (int j = 0; j < letters; j++) {
          entries[count++] = splitEntry(lowered[j], kind);
        }
      }
      return flag | (count == 1 ? entries[0] : expansion(count));
    }

    private int normalize(int cp) {
      if (normalization.stripAccents()) {
        return unicode.decompose(cp, decomposed);
      }
      decomposed[0] = cp;
      return 1;
    }

    private int marked(int length) {
      for (int i = 0; i < length && normalization.stripAccents(); i++) {
        if (unicode.order(decomposed[i]) != 0) {
          return MARKED;
        }
      }
      return 0;
    }

    private int strip(int length) {
      int kept = 0;
      for (int i = 0; i < length; i++) {
        if (!normalization.stripAccents() || !unicode.isMark(decomposed[i])) {
          decomposed[kept++] = decomposed[i];
        }
      }
      return kept;
    }

    /** What {@code BertPreTokenizer} makes of a code point after normalisation. */
    private int splitEntry(int cp, int wordKind) {
      if (unicode.isWhitespace(cp)) {
        return SPACE << KIND_SHIFT;
      }
      if (unicode.isPunctuation(cp)) {
        return (ISOLATED << KIND_SHIFT) | wordIds.of(cp);
      }
      return (wordKind << KIND_SHIFT) | alphabet.find(cp);
    }

    private int expansion(int count) {
      if (count == 0) {
        return REMOVED << KIND_SHIFT;
      }
      if (expansionsEnd + count + 1 > expansions.length) {
        expansions = Arrays.copyOf(expansions, 2 * expansions.length);
      }
      int start = expansionsEnd;
      expansions[expansionsEnd++] = count;
      for (int i = 0; i < count; i++) {
        expansions[expansionsEnd++] = entries[i];
      }
      return (EXPANDED << KIND_SHIFT) | start;
    }
  }
}
