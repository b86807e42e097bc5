package dev.ferrule.store.documents;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Reads and writes the value encodings of this package: little-endian numbers, counted UTF-8. */
final class Bytes {
  private Bytes() {}

  /** Grows as it is written. */
  static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    private final ByteBuffer scratch = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);

    Writer putByte(int value) {
      out.write(value);
      return this;
    }

    Writer putInt(int value) {
      out.write(scratch.putInt(0, value).array(), 0, 4);
      return this;
    }

    Writer putLong(long value) {
      out.write(scratch.putLong(0, value).array(), 0, 8);
      return this;
    }

    Writer putText(String value) {
      return putBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    Writer putBytes(byte[] value) {
      putInt(value.length);
      out.writeBytes(value);
      return this;
    }

    Writer putRaw(byte[] value) {
      out.writeBytes(value);
      return this;
    }

    Writer putFloats(float[] values) {
      putInt(values.length);
      var buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
      buffer.asFloatBuffer().put(values);
      out.writeBytes(buffer.array());
      return this;
    }

    byte[] toByteArray() {
      return out.toByteArray();
    }
  }

  /** Decodes a value that begins with {@code version}; damage is {@code STORE_CORRUPT}. */
  static <T> T decode(byte[] value, int version, String what, Function<ByteBuffer, T> decoder) {
    var in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    if (value.length > 0 && in.get() != version) {
      throw new FerruleException(
          ErrorCode.STORE_CORRUPT,
          "expected %s of version %d, found version %d".formatted(what, version, value[0]));
    }
    try {
      return decoder.apply(in);
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | FerruleException e) { // the last from a record that refuses a damaged component
      throw new FerruleException(
          ErrorCode.STORE_CORRUPT,
          "expected a whole %s, found a damaged one of %d bytes".formatted(what, value.length),
          e);
    }
  }

  static String text(ByteBuffer in) {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  static byte[] bytes(ByteBuffer in) {
    return raw(in, in.getInt());
  }

  static byte[] raw(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new IndexOutOfBoundsException(length);
    }
    var value = new byte[length];
    in.get(value);
    return value;
  }

  static float[] floats(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining() / 4) {
      throw new IndexOutOfBoundsException(length);
    }
    var values = new float[length];
    in.asFloatBuffer().get(values);
    in.position(in.position() + length * 4);
    return values;
  }
}
