package dev.ferrule.server.results;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow as they are written, to be used again. Confined. */
final class ByteWriter {
  private byte[] bytes;
  private int length;

  ByteWriter() {
    this(4_096);
  }

  /** Expects to hold so many bytes. */
  ByteWriter(int expected) {
    bytes = new byte[expected];
  }

  void reset() {
    length = 0;
  }

  int length() {
    return length;
  }

  /** What was written, in the first {@link #length} bytes; valid until more is. */
  byte[] bytes() {
    return bytes;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), bytes.length * 2));
    }
  }

  ByteWriter putByte(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
    return this;
  }

  /**
   * A number in groups of seven bits, the lowest first; small ones are short, negative ones ten.
   */
  ByteWriter putNumber(long value) {
    ensure(10);
    long left = value;
    while ((left & ~0x7fL) != 0) {
      bytes[length++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[length++] = (byte) left;
    return this;
  }

  /** A number near zero, of either sign. */
  ByteWriter putSigned(long value) {
    return putNumber((value << 1) ^ (value >> 63));
  }

  ByteWriter putText(String text) {
    return putBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes with their length before them. */
  ByteWriter putBytes(byte[] value) {
    return putNumber(value.length).putRaw(value, value.length);
  }

  /** What another holds, with its length before it. */
  ByteWriter put(ByteWriter other) {
    return putNumber(other.length).putRaw(other.bytes, other.length);
  }

  ByteWriter putRaw(byte[] value, int count) {
    ensure(count);
    System.arraycopy(value, 0, bytes, length, count);
    length += count;
    return this;
  }
}
