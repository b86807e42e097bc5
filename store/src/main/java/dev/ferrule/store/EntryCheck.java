package dev.ferrule.store;

/** Judges an entry of a table, also against the entries that belong to it. */
@FunctionalInterface
public interface EntryCheck {
  /**
   * Returns when the entry is sound.
   *
   * @throws RuntimeException whose message says what is wrong
   */
  void check(byte[] key, byte[] value);
}
