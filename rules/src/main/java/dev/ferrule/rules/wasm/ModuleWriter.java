package dev.ferrule.rules.wasm;

import java.io.ByteArrayOutputStream;

/** Bytes of a module being written. Confined. */
final class ModuleWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ModuleWriter put(int... bytes) {
    for (int each : bytes) {
      out.write(each);
    }
    return this;
  }

  ModuleWriter copy(byte[] bytes, int start, int end) {
    out.write(bytes, start, end - start);
    return this;
  }

  /** An unsigned number in LEB128. */
  ModuleWriter number(long value) {
    long rest = value;
    while (rest >= 0x80) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  /** A number that is not negative, in signed LEB128. */
  ModuleWriter signed(long value) {
    long rest = value;
    while (rest >= 0x40) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  ModuleWriter sized(byte[] content) {
    return number(content.length).copy(content, 0, content.length);
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
