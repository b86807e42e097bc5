package dev.ferrule.text.wordpiece;

import java.util.Arrays;

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

  private final int shortShift;
  private final long[] shortKeys;
  private final int[] shortIds;

  private final int longShift;
  private final long[] longKeys;
  private final int[] longIds;

  /** Tables with room for the given number of words, at most a quarter full. */
  AsciiWords(int shortWords, int longWords) {
    int shortBits = bits(shortWords);
    shortShift = 64 - shortBits;
    shortKeys = new long[1 << shortBits];
    shortIds = new int[1 << shortBits];
    Arrays.fill(shortIds, NONE);
    int longBits = bits(longWords);
    longShift = 64 - longBits;
    longKeys = new long[2 << longBits];
    longIds = new int[1 << longBits];
    Arrays.fill(longIds, NONE);
  }

  private static int bits(int words) {
    return 34 - Integer.numberOfLeadingZeros(Math.max(words, 2) - 1);
  }

  /** The id of a word of up to 8 bytes, given as a little-endian number. */
  int find(long word) {
    int slot = (int) ((word * MIX_LOW) >>> shortShift);
    while (true) {
      long key = shortKeys[slot];
      if (key == word) {
        return shortIds[slot];
      }
      if (key == 0) {
        return NONE;
      }
      slot = (slot + 1) & (shortKeys.length - 1);
    }
  }

  /** The id of a word of 9 to 16 bytes. */
  int find(long low, long high) {
    int slot = (int) ((((low * MIX_LOW) ^ high) * MIX_HIGH) >>> longShift);
    while (true) {
      long key = longKeys[2 * slot];
      if (key == low && longKeys[2 * slot + 1] == high) {
        return longIds[slot];
      }
      if (key == 0) {
        return NONE;
      }
      slot = (slot + 1) & (longIds.length - 1);
    }
  }

  void put(long word, int id) {
    int slot = (int) ((word * MIX_LOW) >>> shortShift);
    while (shortKeys[slot] != 0) {
      slot = (slot + 1) & (shortKeys.length - 1);
    }
    shortKeys[slot] = word;
    shortIds[slot] = id;
  }

  void put(long low, long high, int id) {
    int slot = (int) ((((low * MIX_LOW) ^ high) * MIX_HIGH) >>> longShift);
    while (longKeys[2 * slot] != 0) {
      slot = (slot + 1) & (longIds.length - 1);
    }
    longKeys[2 * slot] = low;
    longKeys[2 * slot + 1] = high;
    longIds[slot] = id;
  }
}
