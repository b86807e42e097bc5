package dev.ferrule.model;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A document as a collection keeps it. Immutable.
 *
 * @param id unique in its collection; 1 to 512 UTF-8 bytes without control characters or halves of
 *     surrogate pairs
 * @param title for people and for ranking; may be empty
 * @param text the text every offset points into
 * @param mediaType what it was read from, as {@code application/pdf}
 * @param pages how many pages it has; 0 where the format has none
 * @param metadata values by field, in the schema's types
 * @param contentHash hex SHA-256 of the content and every setting that its chunks and vectors
 *     depend on
 * @param chunks how many chunks it was cut into
 * @param updatedMillis when it was last changed, in milliseconds since 1970
 */
public record Document(
    String id,
    String title,
    String text,
    String mediaType,
    int pages,
    Map<String, List<FieldValue>> metadata,
    String contentHash,
    int chunks,
    long updatedMillis) {
  private static final int MAX_ID_BYTES = 512;

  public Document {
    requireId(id);
    var copy = new HashMap<String, List<FieldValue>>();
    metadata.forEach((field, values) -> copy.put(field, List.copyOf(values)));
    metadata = Map.copyOf(copy);
  }

  /** Throws {@link ErrorCode#DOCUMENT_INVALID} when {@code id} cannot name a document. */
  public static void requireId(String id) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
      // Written as UTF-8 it would become another id.
      throw new FerruleException(
          ErrorCode.DOCUMENT_INVALID,
          "expected a document id in whole characters, found half of a surrogate pair");
    }
    int bytes = id.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MAX_ID_BYTES || id.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new FerruleException(
          ErrorCode.DOCUMENT_INVALID,
          "expected a document id of 1 to %d UTF-8 bytes without control characters, found bytes=%d"
              .formatted(MAX_ID_BYTES, bytes));
    }
  }
}
