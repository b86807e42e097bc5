package dev.ferrule.server.labels;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Keys of the tables of labels. Numbers are big-endian, so that keys sort as the numbers do; texts
 * are UTF-8; an entity is its type, a slash and its id.
 *
 * <pre>
 * LABELS          'e' entity                                the state of an entity
 *                 'i' u16 length, label, entity             the index by label
 *                 'h' u16 length, entity, i64 number        the history of an entity
 * DELAYED_LABELS  't' i64 due millis, i64 sequence          the change
 *                 'e' u16 length, entity, i64 due, i64 sequence   nothing: finds those of an entity
 * </pre>
 */
final class LabelKeys {
  private static final int TIME_BYTES = 16;

  private LabelKeys() {}

  static byte[] entity(String entityKey) {
    byte[] utf8 = entityKey.getBytes(UTF_8);
    return ByteBuffer.allocate(1 + utf8.length).put((byte) 'e').put(utf8).array();
  }

  /** The entity in a key of {@link #entity}. */
  static String entityOf(byte[] key) {
    return new String(key, 1, key.length - 1, UTF_8);
  }

  /** The index entry of an entity; with a part of its key, what all such begin with. */
  static byte[] index(String label, String entityKey) {
    byte[] name = label.getBytes(UTF_8);
    byte[] entity = entityKey.getBytes(UTF_8);
    return ByteBuffer.allocate(3 + name.length + entity.length)
        .put((byte) 'i')
        .putShort((short) name.length)
        .put(name)
        .put(entity)
        .array();
  }

  /** The entity in a key of {@link #index}. */
  static String indexed(byte[] key) {
    int start = 3 + (ByteBuffer.wrap(key).getShort(1) & 0xFFFF);
    return new String(key, start, key.length - start, UTF_8);
  }

  static byte[] historyOf(String entityKey) {
    return counted('h', 0, entityKey).array();
  }

  static byte[] history(String entityKey, long number) {
    return counted('h', Long.BYTES, entityKey).putLong(number).array();
  }

  /** The number in a key of {@link #history}. */
  static long number(byte[] key) {
    return ByteBuffer.wrap(key).getLong(key.length - Long.BYTES);
  }

  static byte[] due(long dueMillis, long sequence) {
    return ByteBuffer.allocate(1 + TIME_BYTES)
        .put((byte) 't')
        .putLong(sortable(dueMillis))
        .putLong(sequence)
        .array();
  }

  /** What all keys of {@link #due} begin with. */
  static byte[] allDue() {
    return new byte[] {'t'};
  }

  /** When the change with a key of {@link #due} is due. */
  static long dueMillis(byte[] key) {
    return sortable(ByteBuffer.wrap(key).getLong(1));
  }

  static byte[] delayedOf(String entityKey) {
    return counted('e', 0, entityKey).array();
  }

  /** The key that finds the change with a key of {@link #due} by its entity. */
  static byte[] delayed(String entityKey, byte[] dueKey) {
    return counted('e', TIME_BYTES, entityKey).put(dueKey, 1, TIME_BYTES).array();
  }

  /** The key of {@link #due} in one of {@link #delayed}. */
  static byte[] dueOf(byte[] delayedKey) {
    byte[] key =
        Arrays.copyOfRange(delayedKey, delayedKey.length - TIME_BYTES - 1, delayedKey.length);
    key[0] = 't';
    return key;
  }

  /* Times before 1970 are negative, and sort first only with their sign turned. */
  private static long sortable(long millis) {
    return millis ^ Long.MIN_VALUE;
  }

  private static ByteBuffer counted(char range, int more, String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    return ByteBuffer.allocate(3 + utf8.length + more)
        .put((byte) range)
        .putShort((short) utf8.length)
        .put(utf8);
  }
}
