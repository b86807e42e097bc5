package dev.ferrule.rules.wasm;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;

/** A place in a module's bytes. Confined. */
final class Bytes {
  private final byte[] bytes;
  private final int end;
  private int at;

  Bytes(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  int at() {
    return at;
  }

  boolean atEnd() {
    return at >= end;
  }

  int next() {
    if (at >= end) {
      throw invalid("expected more bytes of the module at %d, found its end".formatted(at));
    }
    return bytes[at++] & 0xFF;
  }

  void skip(int count) {
    if (count < 0 || count > end - at) {
      throw invalid("expected %d bytes of the module at %d, found its end".formatted(count, at));
    }
    at += count;
  }

  /** An unsigned number of at most 32 bits. */
  int number() {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = next();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        if (value > Integer.MAX_VALUE) {
          throw invalid("expected a smaller number in the module, found %d".formatted(value));
        }
        return (int) value;
      }
    }
    throw invalid("expected a number of 32 bits in the module at %d".formatted(at));
  }

  /** Passes over a number of any size. */
  void skipNumber() {
    for (int i = 0; i < 10; i++) {
      if (next() < 0x80) {
        return;
      }
    }
    throw invalid("expected a number of 64 bits in the module at %d".formatted(at));
  }

  static FerruleException invalid(String message) {
    return new FerruleException(ErrorCode.CONFIG_INVALID, message);
  }
}
