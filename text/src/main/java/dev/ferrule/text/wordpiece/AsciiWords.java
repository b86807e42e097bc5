package dev.ferrule.text.wordpiece;

/**
 * The pieces that are whole words of 1 to 16 ASCII letters and digits, found by their bytes. Most
 * words of an English text are here, so most never reach the {@link PieceTrie}. Immutable once
 * filled.
 */
final class AsciiWords {
  /** The longest word kept, in bytes. */
  static final int LONGEST = 16;

  /** The answer for a word that is not here. */
  static final int NONE = -1;

  private static final long MIX_LOW = 0x9E3779B97F4A7C15L;
  private static final long MIX_HIGH = 0xC2B2AE3D27D4EB4FL;

  /* A word and its id stand side by side, so that a look-up touches one line of the cache. */
  private static final int SHORT_STRIDE = 2;
  private static final int LONG_STRIDE = 4;

  private final int shortShift;
  private final long[] shortSlots;
  private final int longShift;
  private final long[] longSlots;

  /** Tables with room for the given number of words, at most three quarters full. */
  AsciiWords(int shortWords, int longWords) {
    int shortBits = bits(shortWords);
    shortShift = 64 - shortBits;
    shortSlots = new long[SHORT_STRIDE << shortBits];
    int longBits = bits(longWords);
    longShift = 64 - longBits;
    longSlots = new long[LONG_STRIDE << longBits];
  }

  private static int bits(int words) {
    return 32 - Integer.numberOfLeadingZeros(Math.max(words, 2) * 4 / 3);
  }

  /** The id of a word of up to 8 bytes, given as a little-endian number. */
  int find(long word) {
    long[] slots = shortSlots;
    int at = SHORT_STRIDE * (int) ((word * MIX_LOW) >>> shortShift);
    while (slots[at] != word) {
      if (slots[at] == 0) {
        return NONE;
      }
      at = (at + SHORT_STRIDE) & (slots.length - 1);
    }
    return (int) slots[at + 1];
  }

  /** The id of a word of 9 to 16 bytes. */
  int find(long low, long high) {
    long[] slots = longSlots;
    int at = longSlot(low, high);
    while (slots[at] != low || slots[at + 1] != high) {
      if (slots[at] == 0) {
        return NONE;
      }
      at = (at + LONG_STRIDE) & (slots.length - 1);
    }
    return (int) slots[at + 2];
  }

  private int longSlot(long low, long high) {
    return LONG_STRIDE * (int) ((((low * MIX_LOW) ^ high) * MIX_HIGH) >>> longShift);
  }

  void put(long word, int id) {
    int at = SHORT_STRIDE * (int) ((word * MIX_LOW) >>> shortShift);
    while (shortSlots[at] != 0) {
      at = (at + SHORT_STRIDE) & (shortSlots.length - 1);
    }
    shortSlots[at] = word;
    shortSlots[at + 1] = id;
  }

  void put(long low, long high, int id) {
    int at = longSlot(low, high);
    while (longSlots[at] != 0) {
      at = (at + LONG_STRIDE) & (longSlots.length - 1);
    }
    longSlots[at] = low;
    longSlots[at + 1] = high;
    longSlots[at + 2] = id;
  }
}
