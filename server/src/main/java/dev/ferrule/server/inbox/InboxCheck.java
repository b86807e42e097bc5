package dev.ferrule.server.inbox;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.evaluation.Event;
import java.nio.ByteBuffer;

/** Judges the events that wait. */
public final class InboxCheck {
  private InboxCheck() {}

  /** An entry of the table of the inbox. */
  public static void event(byte[] key, byte[] value) {
    Event event = EventCodec.decode(value);
    int end = event.secretData().offset() + event.secretData().length();
    if (key.length != 12 || ByteBuffer.wrap(key).getInt(8) != value.length || end != value.length) {
      throw new FerruleException(
          ErrorCode.STORE_CORRUPT, "expected an event as long as its key says, found another");
    }
  }
}
