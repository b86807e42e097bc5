package dev.ferrule.server.storage;

import dev.ferrule.store.Table;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong that a check found. Immutable.
 *
 * @param kind what can be done about it
 * @param place what is affected: a table and a key in it, a file, or a collection
 * @param reason what was expected and what was found
 * @param table the table of the entry, or null when it is about no entry
 * @param key the key of the entry, or null when it is about no entry
 */
public record Finding(
    Kind kind, String place, String reason, @Nullable Table table, byte @Nullable [] key) {

  /** What a repair does. */
  public enum Kind {
    /** An entry that cannot be read, or does not fit the others: it is put aside. */
    ENTRY,
    /** A document of which a part is damaged or gone: it is put aside whole. */
    DOCUMENT,
    /** A count that is not what there is: it is counted anew. */
    COUNT,
    /** An index that is damaged or not what the store holds: it is made again from the store. */
    INDEX,
    /** Part of a file, a counter, a schema or a key: only a backup has it. */
    LOST
  }

  static Finding of(Kind kind, String place, String reason) {
    return new Finding(kind, place, reason, null, null);
  }

  @Override
  public String toString() {
    return place + ": " + reason;
  }
}
