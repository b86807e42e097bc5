package dev.ferrule.server.results;

import java.nio.ByteBuffer;

/**
 * A place between two blocks of the log. Immutable.
 *
 * @param sequence the block before it; 0 before all
 * @param ordinal how many results were ever written before it
 */
public record LogPosition(long sequence, long ordinal) {
  static final LogPosition BEGINNING = new LogPosition(0, 0);

  /** Both numbers, eight bytes each, big-endian. */
  byte[] encode() {
    return ByteBuffer.allocate(16).putLong(sequence).putLong(ordinal).array();
  }

  static LogPosition decode(byte[] value) {
    var in = ByteBuffer.wrap(value);
    return new LogPosition(in.getLong(), in.getLong());
  }
}
