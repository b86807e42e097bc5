package dev.ferrule.text.wordpiece;

import dev.ferrule.text.TokenBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads a stretch of text eight ASCII bytes at a time; what is not ASCII goes to the {@link
 * CharScanner} word by word. Immutable.
 */
final class AsciiScanner {
  /*
   * In English text nearly every word is whole in the vocabulary, so the time goes into finding
   * where words end and looking them up. Both are done on eight bytes in a register (Lamport:
   * "Multiple byte processing with full-word instructions", CACM 1975): an addition per bound marks
   * in the high bit of each byte whether it is a letter or digit, the first unmarked byte is the end
   * of the word, and what lies before it, masked, is already the key of the hash table. A word of up
   * to seven letters costs no loop and no branch per letter.
   *
   * Letters and digits are the only ASCII code points of words: all others are white space,
   * punctuation (a word each), or control codes, which like everything above U+007F are the
   * CharScanner's. A word that ends at such a char is read again from its beginning there, since an
   * accent may follow.
   */

  /** What stands in the bytes for a char that is not ASCII. */
  static final byte OTHER = (byte) 0x80;

  /** White space kept behind the last byte, so that a read of eight need not look at the end. */
  static final int PADDING = 24;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final long CASE = 0x20 * ONES;

  /* What the single byte at a place is; the rest of the values are ids of one-char words. */
  private static final int IN_WORD = -1;
  private static final int BLANK = -2;
  private static final int FOREIGN = -3;

  private final int[] byteKinds = new int[256];
  private final int[] byteSymbols = new int[128];
  private final long fold;
  private final int longestWord;
  private final AsciiWords vocabulary;
  private final WordSplitter words;
  private final CharScanner chars;

  AsciiScanner(
      CharTable table,
      Normalization normalization,
      AsciiWords vocabulary,
      WordSplitter words,
      CharScanner chars) {
    fold = normalization.lowercase() ? CASE : 0;
    this.vocabulary = vocabulary;
    this.words = words;
    this.chars = chars;
    longestWord = words.longestWord();
    Arrays.fill(byteKinds, FOREIGN);
    for (int b = 0; b < 128; b++) {
      int entry = table.entry(b);
      switch (CharTable.kind(entry)) {
        case CharTable.SPACE -> byteKinds[b] = BLANK;
        case CharTable.ISOLATED -> byteKinds[b] = CharTable.payload(entry);
        case CharTable.WORD -> {
          byteSymbols[b] = CharTable.payload(entry);
          byteKinds[b] = isLetterOrDigit(b) ? IN_WORD : FOREIGN;
        }
        default -> byteKinds[b] = FOREIGN;
      }
    }
  }

  static boolean isLetterOrDigit(int b) {
    return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  /** Reads the first {@code length} chars of the scratch; {@code base} is their offset. */
  void scan(Scratch scratch, int length, int base, TokenBuffer out) {
    scratch.narrow(length);
    byte[] bytes = scratch.bytes;
    int at = 0;
    while (at < length) {
      long eight = (long) LONG.get(bytes, at);
      long end = wordEnds(eight);
      int letters = Long.numberOfTrailingZeros(end) >>> 3;
      if (letters == 0) {
        at = single(scratch, at, length, base, out);
        continue;
      }
      if (letters == 8) {
        at = longWord(scratch, at, length, base, out);
        continue;
      }
      int after = byteKinds[bytes[at + letters] & 0xFF];
      if (after == FOREIGN) {
        at = chars.scan(scratch.chars, at, length, base, scratch, out);
        continue;
      }
      int id = letters > longestWord ? AsciiWords.NONE : vocabulary.find(key(eight, letters));
      if (id != AsciiWords.NONE) {
        out.add(id, base + at, base + at + letters);
      } else {
        split(scratch, at, letters, base, out);
      }
      at += letters;
      if (after == BLANK) {
        at++;
      }
    }
  }

  /** The high bit of each byte that is not an ASCII letter or digit. */
  private static long wordEnds(long eight) {
    // Each sum stays below 256 as OTHER is the only byte above 0x7F, so no byte carries over.
    long lower = eight | CASE;
    long letters = (lower + (0x80 - 'a') * ONES) & ~(lower + (0x7F - 'z') * ONES);
    long digits = (eight + (0x80 - '0') * ONES) & ~(eight + (0x7F - '9') * ONES);
    return (~(letters | digits) | eight) & HIGH;
  }

  /** The first {@code length} bytes, 1 to 8, in lower case if so wished. */
  private long key(long eight, int length) {
    return (eight | fold) & (-1L >>> (64 - 8 * length));
  }

  private int single(Scratch scratch, int at, int length, int base, TokenBuffer out) {
    int kind = byteKinds[scratch.bytes[at] & 0xFF];
    if (kind >= 0) {
      out.add(kind, base + at, base + at + 1);
      return at + 1;
    }
    if (kind == BLANK) {
      return at + 1;
    }
    return chars.scan(scratch.chars, at, length, base, scratch, out);
  }

  /** Reads a word of eight letters or more. */
  private int longWord(Scratch scratch, int at, int length, int base, TokenBuffer out) {
    byte[] bytes = scratch.bytes;
    int letters = 8;
    long end;
    do {
      end = wordEnds((long) LONG.get(bytes, at + letters));
      letters += Long.numberOfTrailingZeros(end) >>> 3;
    } while (end == 0);
    if (byteKinds[bytes[at + letters] & 0xFF] == FOREIGN) {
      return chars.scan(scratch.chars, at, length, base, scratch, out);
    }
    int id = AsciiWords.NONE;
    if (letters > longestWord) {
      id = words.unknownId();
    } else if (letters == 8) {
      id = vocabulary.find(key((long) LONG.get(bytes, at), 8));
    } else if (letters <= AsciiWords.LONGEST) {
      long low = key((long) LONG.get(bytes, at), 8);
      id = vocabulary.find(low, key((long) LONG.get(bytes, at + 8), letters - 8));
    }
    if (id != AsciiWords.NONE) {
      out.add(id, base + at, base + at + letters);
    } else {
      split(scratch, at, letters, base, out);
    }
    return at + letters;
  }

  private void split(Scratch scratch, int at, int letters, int base, TokenBuffer out) {
    if (letters > longestWord) {
      out.add(words.unknownId(), base + at, base + at + letters);
      return;
    }
    scratch.reserveSymbols(letters);
    for (int i = 0; i < letters; i++) {
      int symbol = byteSymbols[scratch.bytes[at + i]];
      if (symbol == 0) {
        out.add(words.unknownId(), base + at, base + at + letters);
        return;
      }
      scratch.symbols[i] = symbol;
    }
    words.word(scratch, letters, base + at, out);
  }
}
