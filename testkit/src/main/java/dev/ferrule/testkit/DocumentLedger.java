package dev.ferrule.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What clients of a node wrote, updated and deleted, and what the node acknowledged of it, to be
 * compared with what the node has after it was killed. Each client has documents of its own and
 * writes one after the other, so that at most one operation of each is open. Thread-safe.
 *
 * <p>A document's version stands in its title, its text and its metadata: when they differ, it is
 * torn.
 */
public final class DocumentLedger {
  /** The version of a document that is not there. */
  public static final long GONE = 0;

  private final int documents;
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final Map<String, Long> open = new ConcurrentHashMap<>();

  /**
   * An operation.
   *
   * @param id the document
   * @param version what it becomes, or {@link #GONE}
   */
  public record Operation(String id, long version) {
    public boolean isDelete() {
      return version == GONE;
    }

    /** The document as JSON. */
    public String json() {
      return """
      {"title": "version %d", "text": "%s", "metadata": {"version": %d}}\
      """
          .formatted(version, text(id, version), version);
    }
  }

  /**
   * @param documents how many each client has
   */
  public DocumentLedger(int documents) {
    this.documents = documents;
  }

  /** The text of a document: a few sentences that all have its version. */
  public static String text(String id, long version) {
    return "Document %s has version v%dx. ".formatted(id, version)
        + "The version is v%dx here too. ".formatted(version).repeat((int) (version % 9) + 1)
        + "So it ends with v%dx.".formatted(version);
  }

  /** What a client does next; it is open until {@link #acknowledge}. */
  public Operation begin(int client, Random random, long version) {
    String id = "c%dd%d".formatted(client, random.nextInt(documents));
    boolean delete = acknowledged.getOrDefault(id, GONE) != GONE && random.nextInt(4) == 0;
    var operation = new Operation(id, delete ? GONE : version);
    open.put(id, operation.version());
    return operation;
  }

  public void acknowledge(Operation operation) {
    acknowledged.put(operation.id(), operation.version());
    open.remove(operation.id());
  }

  /** How many documents should be there, but for operations that are open. */
  public long present() {
    return acknowledged.values().stream().filter(version -> version != GONE).count();
  }

  /**
   * Compares with what a node has. An operation that was open may have been done or not; from then
   * on it counts as what was found.
   *
   * @param found the version of each document that is there
   * @return what does not fit; empty when all does
   */
  public List<String> settle(Map<String, Long> found) {
    var wrong = new ArrayList<String>();
    var ids = new java.util.TreeSet<>(acknowledged.keySet());
    ids.addAll(open.keySet());
    ids.addAll(found.keySet());
    for (String id : ids) {
      long is = found.getOrDefault(id, GONE);
      long should = acknowledged.getOrDefault(id, GONE);
      Long maybe = open.remove(id);
      if (is != should && (maybe == null || is != maybe)) {
        wrong.add("%s: acknowledged version=%d, found %d".formatted(id, should, is));
      }
      acknowledged.put(id, is);
    }
    return wrong;
  }
}
