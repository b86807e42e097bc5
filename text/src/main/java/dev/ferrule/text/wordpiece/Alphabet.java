package dev.ferrule.text.wordpiece;

import java.util.Arrays;

/**
 * The code points that a vocabulary's pieces are spelled with, numbered from 1 in order of first
 * use; 0 is every other code point. Confined while it grows.
 */
final class Alphabet {
  private int[] symbols = new int[0x3000];
  private int size = 1;

  /** The symbol of a code point, 0 if it has none. */
  int find(int cp) {
    return cp < symbols.length ? symbols[cp] : 0;
  }

  /** The symbol of a code point, new if need be. */
  int add(int cp) {
    if (cp >= symbols.length) {
      symbols = Arrays.copyOf(symbols, Math.max(cp + 1, 2 * symbols.length));
    }
    if (symbols[cp] == 0) {
      symbols[cp] = size++;
    }
    return symbols[cp];
  }

  /** One more than the largest symbol. */
  int size() {
    return size;
  }

  /** One more than the largest code point that may have a symbol. */
  int codePointsEnd() {
    return symbols.length;
  }
}
