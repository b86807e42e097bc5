package dev.ferrule.server.collections;

import dev.ferrule.engine.Passages;
import dev.ferrule.model.Chunk;
import dev.ferrule.model.Document;
import dev.ferrule.store.documents.DocumentStore;
import dev.ferrule.text.StructuredText;
import dev.ferrule.text.extract.ExtractionLimits;
import dev.ferrule.text.extract.Extractors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes documents in: extract, cut, embed, store. A document whose content and settings hash to
 * what is stored already is neither extracted nor embedded again. Thread-safe; calls block.
 */
public final class Ingestion {
  /** Part of every content hash: to be raised when extraction or chunking gives other results. */
  private static final String VERSION = "1";

  private final DocumentStore documents;
  private final Extractors extractors = new Extractors(ExtractionLimits.DEFAULT);
  private final Passages passages = new Passages();
  private final InstantSource clock;

  public Ingestion(DocumentStore documents, InstantSource clock) {
    this.documents = documents;
    this.clock = clock;
  }

  /** Puts a document; it is on disk when this returns. */
  public PutResult put(Collection collection, Incoming incoming) {
    Document.requireId(incoming.id());
    String hash = contentHash(collection, incoming);
    Document before = documents.findHeader(collection.stored(), incoming.id());
    if (before != null && before.contentHash().equals(hash)) {
      PutResult kept = keepContent(collection, incoming, before);
      if (kept != null) {
        return kept;
      }
    }
    StructuredText text = extractors.extract(incoming.content(), incoming.mediaType());
    String title = incoming.title().isEmpty() ? text.title() : incoming.title();
    List<Chunk> chunks =
        passages.of(collection.embedder(), collection.schema().chunking(), title, text);
    var document =
        new Document(
            incoming.id(),
            title,
            text.text(),
            incoming.mediaType(),
            text.pages(),
            incoming.metadata(),
            hash,
            chunks.size(),
            clock.millis());
    long sequence = documents.put(collection.stored(), document, chunks).join();
    collection.advance(sequence);
    var outcome = before == null ? PutResult.Outcome.CREATED : PutResult.Outcome.UPDATED;
    return new PutResult(document.id(), outcome, chunks.size(), sequence);
  }

  /** Keeps text and chunks; null when they were changed by somebody else meanwhile. */
  private @Nullable PutResult keepContent(
      Collection collection, Incoming incoming, Document before) {
    if (before.metadata().equals(incoming.metadata())) {
      return new PutResult(before.id(), PutResult.Outcome.UNCHANGED, before.chunks(), 0);
    }
    var document =
        new Document(
            before.id(),
            before.title(),
            "",
            before.mediaType(),
            before.pages(),
            incoming.metadata(),
            before.contentHash(),
            before.chunks(),
            clock.millis());
    OptionalLong sequence = documents.putHeader(collection.stored(), document).join();
    if (sequence.isEmpty()) {
      return null;
    }
    collection.advance(sequence.getAsLong());
    return new PutResult(
        before.id(), PutResult.Outcome.METADATA, before.chunks(), sequence.getAsLong());
  }

  /** Deletes a document; false when there was none. */
  public boolean delete(Collection collection, String id, Wait wait) {
    OptionalLong sequence = documents.delete(collection.stored(), id).join();
    if (sequence.isPresent()) {
      collection.advance(sequence.getAsLong());
      if (wait == Wait.INDEXED) {
        collection.awaitIndexed(sequence.getAsLong());
      }
    }
    return sequence.isPresent();
  }

  /** How long a caller waits for a change. */
  public enum Wait {
    /** Until it is on disk. */
    DURABLE,
    /** Until it can be found, too. */
    INDEXED
  }

  private static String contentHash(Collection collection, Incoming incoming) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part :
          List.of(
              VERSION,
              collection.embedder().model().fingerprint(),
              collection.schema().chunking().toString(),
              incoming.mediaType(),
              incoming.title())) {
        byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(utf8.length).array());
        digest.update(utf8);
      }
      digest.update(incoming.content());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
