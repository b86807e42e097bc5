package dev.ferrule.server.results;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote. Throws {@link IndexOutOfBoundsException} where bytes are
 * missing. Confined.
 */
final class ByteReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  ByteReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  int at() {
    return at;
  }

  int readByte() {
    if (at >= end) {
      throw new IndexOutOfBoundsException(at);
    }
    return bytes[at++];
  }

  long readNumber() {
    long value = 0;
    int shift = 0;
    while (true) {
      int next = readByte();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
      shift += 7;
    }
  }

  /** A number that counts something: in the range of int and not negative. */
  int readCount() {
    long value = readNumber();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IndexOutOfBoundsException(value);
    }
    return (int) value;
  }

  /** As {@link #readCount}, of things that take a byte each at least. */
  int readCountOfParts() {
    int count = readCount();
    if (count > end - at) {
      throw new IndexOutOfBoundsException(count);
    }
    return count;
  }

  long readSigned() {
    long value = readNumber();
    return (value >>> 1) ^ -(value & 1);
  }

  String readText() {
    int count = skipped();
    return new String(bytes, at - count, count, StandardCharsets.UTF_8);
  }

  byte[] readBytes() {
    int count = skipped();
    return Arrays.copyOfRange(bytes, at - count, at);
  }

  /** A reader of the bytes that come with their length before them. */
  ByteReader readPart() {
    int count = skipped();
    return new ByteReader(bytes, at - count, at);
  }

  boolean isAtEnd() {
    return at == end;
  }

  /** Steps over bytes that have their length before them, and tells how many. */
  int skipped() {
    int count = readCountOfParts();
    at += count;
    return count;
  }
}
