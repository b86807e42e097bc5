package dev.ferrule.server.deadletters;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Dead letters on disk. The key is the letter's id (8 bytes, big endian) and the number of bytes of
 * the value (4 bytes), so that a walk over keys tells how much there is. The value: version (1
 * byte, 1), time in Unix milliseconds (8), source (its name), event id (8), attempts (4), name,
 * code, message and release (texts as {@link DataOutputStream#writeUTF} has them), and the original
 * bytes to the end. Stateless.
 */
final class DeadLetterCodec {
  private static final int VERSION = 1;
  static final int MOST_MESSAGE_CHARS = 2_000;

  private DeadLetterCodec() {}

  static byte[] key(long id, int bytes) {
    return ByteBuffer.allocate(12).putLong(id).putInt(bytes).array();
  }

  static long id(byte[] key) {
    return ByteBuffer.wrap(key).getLong();
  }

  static int bytes(byte[] key) {
    return ByteBuffer.wrap(key).getInt(8);
  }

  static byte[] encode(Instant at, DeadLetter.Content content) {
    try {
      var bytes = new ByteArrayOutputStream(128 + content.original().length);
      var out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      out.writeLong(at.toEpochMilli());
      out.writeUTF(content.source().name());
      out.writeLong(content.eventId());
      out.writeInt(content.attempts());
      out.writeUTF(content.name());
      out.writeUTF(content.code());
      String message = content.message();
      out.writeUTF(message.substring(0, Math.min(message.length(), MOST_MESSAGE_CHARS)));
      out.writeUTF(content.release());
      out.write(content.original());
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DeadLetter decode(long id, byte[] value) {
    try {
      var in = new DataInputStream(new ByteArrayInputStream(value));
      int version = in.readByte();
      if (version != VERSION) {
        throw new FerruleException(
            ErrorCode.STORE_CORRUPT,
            "expected version=%d of a dead letter, found %d".formatted(VERSION, version));
      }
      Instant at = Instant.ofEpochMilli(in.readLong());
      var source = DeadLetter.Source.valueOf(in.readUTF());
      long eventId = in.readLong();
      int attempts = in.readInt();
      return new DeadLetter(
          id,
          at,
          new DeadLetter.Content(
              source,
              in.readUTF(),
              eventId,
              in.readUTF(),
              in.readUTF(),
              attempts,
              in.readUTF(),
              in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
