package dev.ferrule.text.wordpiece;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Working memory of one call; reused. Its arrays grow to the largest need. Confined. */
final class Scratch {
  /* Chars to narrow one by one after one that is not ASCII: such chars come in company. */
  private static final int COMPANY = 64;

  private final CharsetEncoder encoder = StandardCharsets.US_ASCII.newEncoder();
  private CharBuffer charsView = CharBuffer.allocate(0);
  private ByteBuffer bytesView = ByteBuffer.allocate(0);

  /** The stretch of text being read. */
  char[] chars = new char[0];

  /** The same as ASCII; each other char is {@link AsciiScanner#OTHER}. */
  byte[] bytes = new byte[0];

  /** The symbols of the word being read; with more than allowed, its beginning. */
  int[] symbols = new int[128];

  /** Where in the text each symbol of the word comes from. */
  int[] starts = new int[128];

  int[] ends = new int[128];

  /** The pieces of the word: ids, and ends as positions in {@link #symbols}. */
  int[] pieceIds = new int[128];

  int[] pieceEnds = new int[128];
  int pieces;

  /** The number of symbols of the word, also of those not kept. */
  int wordLength;

  /** Whether all symbols are in the alphabet. */
  boolean wordSpellable;

  int wordStart;
  int wordEnd;

  void reserveChars(int length) {
    if (chars.length < length) {
      chars = new char[length];
      bytes = new byte[length + AsciiScanner.PADDING];
      charsView = CharBuffer.wrap(chars);
      bytesView = ByteBuffer.wrap(bytes);
    }
  }

  /** Fills {@link #bytes} from the first {@code length} chars. */
  void narrow(int length) {
    charsView.clear().limit(length);
    bytesView.clear();
    // The encoder runs at many chars an instruction, and stops at the first that is not ASCII.
    encoder.reset().encode(charsView, bytesView, true);
    while (charsView.hasRemaining()) {
      int at = charsView.position();
      int stop = Math.min(length, at + COMPANY);
      for (; at < stop; at++) {
        bytes[at] = chars[at] < 0x80 ? (byte) chars[at] : AsciiScanner.OTHER;
      }
      charsView.position(at);
      bytesView.position(at);
      encoder.reset().encode(charsView, bytesView, true);
    }
    Arrays.fill(bytes, length, length + AsciiScanner.PADDING, (byte) ' ');
  }

  void reserveSymbols(int length) {
    if (symbols.length < length) {
      int room = Math.max(length, 2 * symbols.length);
      symbols = Arrays.copyOf(symbols, room);
      starts = Arrays.copyOf(starts, room);
      ends = Arrays.copyOf(ends, room);
    }
  }

  void reservePieces(int length) {
    if (pieceIds.length < length) {
      pieceIds = new int[symbols.length];
      pieceEnds = new int[symbols.length];
    }
  }

  void addPiece(int id, int length) {
    pieceIds[pieces] = id;
    pieceEnds[pieces] = (pieces == 0 ? 0 : pieceEnds[pieces - 1]) + length;
    pieces++;
  }
}
