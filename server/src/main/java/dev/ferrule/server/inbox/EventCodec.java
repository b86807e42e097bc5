package dev.ferrule.server.inbox;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventTime;
import dev.ferrule.rules.evaluation.JsonSlice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Events as they wait on disk: version (1 byte, 1), id (8 bytes), then the number of bytes (4) and
 * the bytes of action name, time, data and secret data, texts in UTF-8. All that was decided when
 * the event was acknowledged stands in it, its id and time included. Stateless.
 */
final class EventCodec {
  private static final byte VERSION = 1;

  private EventCodec() {}

  static byte[] encode(Event event) {
    byte[] name = event.actionName().getBytes(StandardCharsets.UTF_8);
    byte[] time = event.time().toString().getBytes(StandardCharsets.UTF_8);
    JsonSlice data = event.data();
    JsonSlice secret = event.secretData();
    var out =
        ByteBuffer.allocate(
            1 + 8 + 4 * 4 + name.length + time.length + data.length() + secret.length());
    out.put(VERSION).putLong(event.actionId());
    out.putInt(name.length).put(name);
    out.putInt(time.length).put(time);
    out.putInt(data.length()).put(data.bytes(), data.offset(), data.length());
    out.putInt(secret.length()).put(secret.bytes(), secret.offset(), secret.length());
    return out.array();
  }

  static Event decode(byte[] value) {
    var in = ByteBuffer.wrap(value);
    byte version = in.get();
    if (version != VERSION) {
      throw new FerruleException(
          ErrorCode.STORE_CORRUPT,
          "expected version=%d of an event in the inbox, found %d".formatted(VERSION, version));
    }
    long id = in.getLong();
    String name = next(value, in).toString();
    var time = EventTime.parse(next(value, in).toString());
    return new Event(id, name, time, next(value, in), next(value, in));
  }

  private static JsonSlice next(byte[] value, ByteBuffer in) {
    int length = in.getInt();
    var slice = new JsonSlice(value, in.position(), length);
    in.position(in.position() + length);
    return slice;
  }

  /** The event as it could be sent again, with its id. */
  static byte[] envelope(Event event) {
    var out = new JsonWriter(256 + event.data().length() + event.secretData().length());
    out.beginObject().name("action_id").value(event.actionId());
    out.name("action_name").value(event.actionName());
    out.name("timestamp").value(event.time().toString());
    json("data", event.data(), out);
    json("secret_data", event.secretData(), out);
    return out.endObject().copy();
  }

  private static void json(String name, JsonSlice slice, JsonWriter out) {
    out.name(name).json(slice.bytes(), slice.offset(), slice.offset() + slice.length());
  }
}
