package dev.ferrule.server.deadletters;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;

/** Judges the dead letters. */
public final class DeadLetterCheck {
  private DeadLetterCheck() {}

  /** An entry of the table of dead letters. */
  public static void letter(byte[] key, byte[] value) {
    DeadLetterCodec.decode(DeadLetterCodec.id(key), value);
    if (key.length != 12 || DeadLetterCodec.bytes(key) != value.length) {
      throw new FerruleException(
          ErrorCode.STORE_CORRUPT, "expected a letter as long as its key says, found another");
    }
  }
}
