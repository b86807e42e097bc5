package dev.ferrule.engine;

import dev.ferrule.rules.evaluation.JsonSlice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON lines in a buffer, handed out in pieces of whole lines. Thread-safe, as long as nobody
 * writes to the buffer.
 */
final class Lines {
  /** About how long a piece is: what a core has near, and short enough to notice a cancel. */
  static final int PIECE_BYTES = 64 << 10;

  private final ByteBuffer buffer;
  private int at;
  private int pieces;
  private long lines;

  /**
   * @param before how many lines came before the buffer's first
   */
  Lines(ByteBuffer buffer, long before) {
    this.buffer = buffer;
    this.at = buffer.position();
    this.lines = before;
  }

  /** One line and its number, from 1. */
  record Line(JsonSlice json, long number) {}

  /**
   * Some lines.
   *
   * @param number which piece it is, from 0
   * @param lines those that are not blank
   */
  record Piece(int number, List<Line> lines) {}

  /** The next piece, a copy; null when there is none. */
  synchronized @Nullable Piece next() {
    if (at == buffer.limit()) {
      return null;
    }
    int end = lineAfter(Math.min(buffer.limit(), at + PIECE_BYTES));
    var bytes = new byte[end - at];
    buffer.get(at, bytes);
    at = end;
    return new Piece(pieces++, split(bytes));
  }

  /* The start of the first line at or after a place that is not the first. */
  private int lineAfter(int place) {
    int found = place;
    while (found < buffer.limit() && buffer.get(found - 1) != '\n') {
      found++;
    }
    return found;
  }

  private List<Line> split(byte[] bytes) {
    var found = new ArrayList<Line>();
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length ? start < i : bytes[i] == '\n') {
        lines++;
        if (!isBlank(bytes, start, i)) {
          found.add(new Line(new JsonSlice(bytes, start, i - start), lines));
        }
        start = i + 1;
      }
    }
    return found;
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\r' && bytes[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  /** How many lines were handed out, those before included. */
  synchronized long lines() {
    return lines;
  }
}
