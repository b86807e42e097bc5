package dev.ferrule.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands in a queue. Immutable; the arrays are shared and not changed.
 *
 * @param offset its number in the partition
 * @param timestampMillis when it was put there, in Unix time
 * @param key the key, or null when it has none
 * @param value what it says; empty when it has none
 */
public record SourceRecord(
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    byte @Nullable [] key,
    byte[] value,
    List<Header> headers) {
  public SourceRecord {
    headers = List.copyOf(headers);
  }

  /**
   * A named value beside the record's own.
   *
   * @param value may be null
   */
  public record Header(String name, byte @Nullable [] value) {}

  /**
   * A number that names this record, in 63 bits, the same whenever it is delivered. The timestamp
   * is a part of it, as a topic that is deleted and made anew counts its offsets from 0 again.
   */
  public long id() {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < topic.length(); i++) {
      hash = (hash ^ topic.charAt(i)) * 0x100000001b3L;
    }
    return mix(mix(mix(hash ^ partition) ^ offset) ^ timestampMillis) & Long.MAX_VALUE;
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
  private static long mix(long value) {
    long mixed = value + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
