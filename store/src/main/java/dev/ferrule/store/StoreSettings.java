package dev.ferrule.store;

/**
 * Sizes of a {@link Store}.
 *
 * @param blockCacheBytes memory for blocks read from disk
 * @param writeBufferBytes memory per table for writes not yet in a sorted file
 * @param maxWalBytes size of the write-ahead log that forces a flush
 */
public record StoreSettings(long blockCacheBytes, long writeBufferBytes, long maxWalBytes) {
  public static final StoreSettings DEFAULT = new StoreSettings(64L << 20, 16L << 20, 128L << 20);
}
