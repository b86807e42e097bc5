package dev.ferrule.store;

/** The tables of a {@link Store}; each is a RocksDB column family of its own. */
public enum Table {
  /** Counters and settings of the node, by name. */
  NODE("node"),
  /** Collection schemas, by name. */
  COLLECTIONS("collections"),
  /** Document headers, by collection and id; small, so that a scan over them is. */
  DOCUMENTS("documents"),
  /** Document texts, by collection and id. */
  TEXTS("texts"),
  /** Chunks with their vectors, by collection, id and ordinal. */
  CHUNKS("chunks"),
  /** What changed, by sequence number; indexes replay it. */
  CHANGES("changes"),
  /** API keys, by the hash of the key. */
  KEYS("keys");

  private final String columnFamily;

  Table(String columnFamily) {
    this.columnFamily = columnFamily;
  }

  String columnFamily() {
    return columnFamily;
  }
}
