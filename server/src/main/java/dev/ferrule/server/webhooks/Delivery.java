package dev.ferrule.server.webhooks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A call that is due. On disk the key is the webhook's name, a zero byte and a sequence number (8
 * bytes, big endian); the value has version (1 byte, 1), the time it is due in Unix milliseconds
 * (8), attempts (4), event id (8), and the body to the end.
 *
 * @param key its key
 * @param dueMillis when it is to be tried next
 * @param attempts how often it was tried
 * @param eventId the event that it is about
 */
record Delivery(byte[] key, long dueMillis, int attempts, long eventId) {
  private static final byte VERSION = 1;
  private static final int HEAD_BYTES = 1 + 8 + 4 + 8;

  static byte[] prefix(String webhook) {
    byte[] name = webhook.getBytes(StandardCharsets.UTF_8);
    return java.util.Arrays.copyOf(name, name.length + 1);
  }

  static byte[] key(String webhook, long sequence) {
    byte[] prefix = prefix(webhook);
    return ByteBuffer.allocate(prefix.length + 8).put(prefix).putLong(sequence).array();
  }

  static Delivery of(byte[] key, byte[] value) {
    var in = ByteBuffer.wrap(value);
    in.get();
    return new Delivery(key, in.getLong(), in.getInt(), in.getLong());
  }

  byte[] encode(byte[] body) {
    return ByteBuffer.allocate(HEAD_BYTES + body.length)
        .put(VERSION)
        .putLong(dueMillis)
        .putInt(attempts)
        .putLong(eventId)
        .put(body)
        .array();
  }

  static byte[] body(byte[] value) {
    return java.util.Arrays.copyOfRange(value, HEAD_BYTES, value.length);
  }

  Delivery again(long nextMillis) {
    return new Delivery(key, nextMillis, attempts + 1, eventId);
  }
}
