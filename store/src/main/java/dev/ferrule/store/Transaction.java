package dev.ferrule.store;

import org.jspecify.annotations.Nullable;

/**
 * What a transaction does, run once by the commit thread. It sees every transaction committed
 * before it and its own writes, and none runs beside it, so reading and then writing needs no lock.
 * It must be quick and must not block. When it throws, nothing of it is written and the caller gets
 * the exception.
 */
@FunctionalInterface
public interface Transaction<R> {
  R run(Writer writer);

  /** Reads and writes of one transaction. Confined to {@link #run}. */
  interface Writer {
    /** The value, or null. */
    byte @Nullable [] find(Table table, byte[] key);

    void put(Table table, byte[] key, byte[] value);

    void delete(Table table, byte[] key);

    /** A number greater than any returned before, by any transaction, across restarts. */
    long nextSequence();
  }
}
