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
  KEYS("keys"),
  /** What events came to, in blocks, by sequence number. */
  RESULTS("results"),
  /** What results are found and counted by, a head for each block, by sequence number. */
  RESULT_HEADS("result_heads"),
  /** In which block the result of an event is, by the event's id. */
  EVENT_IDS("event_ids"),
  /** Labels of entities, by type and id. */
  LABELS("labels"),
  /** Label changes that take effect later, by their time. */
  DELAYED_LABELS("delayed_labels"),
  /** Events that were acknowledged and not yet evaluated, by sequence number. */
  INBOX("inbox"),
  /** Releases, their files and what happened to them. */
  RELEASES("releases"),
  /** Webhooks, by name. */
  WEBHOOKS("webhooks"),
  /** Calls of webhooks that are due, by time. */
  DELIVERIES("deliveries"),
  /** What could not be evaluated or delivered, by sequence number. */
  DEAD_LETTERS("dead_letters"),
  /** How far each follower of the results has come, by its name. */
  CHECKPOINTS("checkpoints");

  private final String columnFamily;

  Table(String columnFamily) {
    this.columnFamily = columnFamily;
  }

  /** Its name on disk. */
  public String columnFamily() {
    return columnFamily;
  }
}
