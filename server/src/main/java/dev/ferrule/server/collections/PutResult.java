package dev.ferrule.server.collections;

/**
 * What a put did, once it is on disk.
 *
 * @param id the document
 * @param outcome what changed
 * @param chunks how many chunks the document has
 * @param sequence the change; 0 when nothing changed
 */
public record PutResult(String id, Outcome outcome, int chunks, long sequence) {
  /** What changed. */
  public enum Outcome {
    CREATED,
    UPDATED,
    /** Metadata only: nothing was embedded. */
    METADATA,
    /** Nothing: the same document was there. */
    UNCHANGED
  }
}
