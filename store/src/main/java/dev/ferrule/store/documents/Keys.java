package dev.ferrule.store.documents;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keys of the document tables. A collection is a 4-byte number, never used again after it was
 * deleted; then the document's id in UTF-8; for a chunk then a zero byte (which no id contains) and
 * the 4-byte ordinal. All numbers big-endian, so that keys sort as the numbers do.
 */
final class Keys {
  private Keys() {}

  static byte[] name(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] collection(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  static byte[] document(int collection, String id) {
    byte[] utf8 = id.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(4 + utf8.length).putInt(collection).put(utf8).array();
  }

  static byte[] chunk(int collection, String id, int ordinal) {
    byte[] utf8 = id.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(9 + utf8.length)
        .putInt(collection)
        .put(utf8)
        .put((byte) 0)
        .putInt(ordinal)
        .array();
  }

  static byte[] chunksOf(int collection, String id) {
    byte[] chunk = chunk(collection, id, 0);
    return Arrays.copyOf(chunk, chunk.length - 4);
  }

  /** The document id in the key of a document. */
  static String documentId(byte[] key) {
    return new String(key, 4, key.length - 4, StandardCharsets.UTF_8);
  }

  static byte[] change(int collection, long sequence) {
    return ByteBuffer.allocate(12).putInt(collection).putLong(sequence).array();
  }

  static long changeSequence(byte[] key) {
    return ByteBuffer.wrap(key).getLong(4);
  }
}
