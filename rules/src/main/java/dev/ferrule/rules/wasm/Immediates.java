package dev.ferrule.rules.wasm;

import dev.ferrule.model.FerruleException;

/**
 * How long each instruction is: WebAssembly 2.0 without vectors, with tail calls. Stateless.
 * Source: WebAssembly Core Specification, section 5.4.
 */
final class Immediates {
  private Immediates() {}

  /** Passes over what follows an instruction's code, other than of blocks and prefixes. */
  static void skip(int code, Bytes bytes) {
    switch (code) {
      case 0x0C, 0x0D, 0x10, 0x12, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3F, 0xD0, 0xD2 ->
          bytes.skipNumber();
      case 0x11, 0x13 -> {
        bytes.skipNumber();
        bytes.skipNumber();
      }
      case 0x0E -> {
        for (int targets = bytes.number(); targets >= 0; targets--) {
          bytes.skipNumber();
        }
      }
      case 0x1C -> {
        for (int types = bytes.number(); types > 0; types--) {
          bytes.next();
        }
      }
      case 0x41, 0x42 -> bytes.skipNumber();
      case 0x43 -> bytes.skip(4);
      case 0x44 -> bytes.skip(8);
      default -> {
        if (code >= 0x28 && code <= 0x3E) {
          bytes.skipNumber();
          bytes.skipNumber();
        } else if (!isAlone(code)) {
          throw unknown(code);
        }
      }
    }
  }

  private static boolean isAlone(int code) {
    return code == 0x00
        || code == 0x01
        || code == 0x05
        || code == 0x0F
        || code == 0x1A
        || code == 0x1B
        || (code >= 0x45 && code <= 0xC4)
        || code == 0xD1;
  }

  static FerruleException unknown(int code) {
    return Bytes.invalid(
        "expected an instruction of WebAssembly 2.0 without vectors and growing tables, found 0x%X"
            .formatted(code));
  }
}
