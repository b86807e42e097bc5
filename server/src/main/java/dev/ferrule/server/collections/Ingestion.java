package dev.ferrule.server.collections;

import dev.ferrule.embed.Embedder;
import dev.ferrule.embed.Embedding;
import dev.ferrule.embed.Sequence;
import dev.ferrule.model.Chunk;
import dev.ferrule.model.CodePoints;
import dev.ferrule.model.Document;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.TextSpan;
import dev.ferrule.store.documents.DocumentStore;
import dev.ferrule.text.Chunker;
import dev.ferrule.text.Sentences;
import dev.ferrule.text.StructuredText;
import dev.ferrule.text.TextChunk;
import dev.ferrule.text.extract.ExtractionLimits;
import dev.ferrule.text.extract.Extractors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes documents in: extract, cut, embed, store. A document whose content and settings hash to
 * what is stored already is neither extracted nor embedded again. Thread-safe; calls block.
 */
public final class Ingestion {
  /** Part of every content hash: to be raised when extraction or chunking gives other results. */
  private static final String VERSION = "1";

  /** Title and headings go before each chunk's tokens, as far as this. */
  private static final int CONTEXT_TOKENS = 40;

  private final DocumentStore documents;
  private final Extractors extractors = new Extractors(ExtractionLimits.DEFAULT);
  private final Sentences sentences = new Sentences();
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
    List<Chunk> chunks = embed(collection, title, text);
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

  private List<Chunk> embed(Collection collection, String title, StructuredText text) {
    Embedder embedder = collection.embedder();
    var chunker =
        new Chunker(embedder.model().tokenizer(), sentences, collection.schema().chunking());
    List<TextChunk> cut = chunker.chunk(text);
    var embeddings = new ArrayList<CompletableFuture<Embedding>>(cut.size());
    for (TextChunk chunk : cut) {
      embeddings.add(embedder.embedDocument(sequence(embedder, title, chunk)));
    }
    var codePoints = new CodePoints(text.text());
    var chunks = new ArrayList<Chunk>(cut.size());
    for (int i = 0; i < cut.size(); i++) {
      TextChunk chunk = cut.get(i);
      Embedding embedding = await(embeddings.get(i));
      chunks.add(
          new Chunk(
              i,
              chunk.span(),
              codePoints.at(chunk.span().startChars()),
              chunk.page(),
              chunk.heading(),
              chunk.span().of(text.text()),
              relative(chunk),
              embedding.vector(),
              embedding.parts()));
    }
    return chunks;
  }

  private static Embedding await(CompletableFuture<Embedding> embedding) {
    try {
      return embedding.join();
    } catch (java.util.concurrent.CompletionException e) {
      throw e.getCause() instanceof FerruleException known
          ? known
          : new FerruleException(ErrorCode.MODEL_FAILED, "embedding failed", e);
    }
  }

  private static List<TextSpan> relative(TextChunk chunk) {
    int start = chunk.span().startChars();
    return chunk.sentences().stream()
        .map(s -> new TextSpan(s.startChars() - start, s.endChars() - start))
        .toList();
  }

  /** The chunk's tokens behind those of its title and headings, with its sentences as parts. */
  private static Sequence sequence(Embedder embedder, String title, TextChunk chunk) {
    String context = chunk.heading().isEmpty() ? title : title + ". " + chunk.heading();
    int[] before = context.isEmpty() ? new int[0] : embedder.tokens(context + ".");
    int room = embedder.model().maxContentTokens() - chunk.tokenIds().length;
    int kept = Math.max(0, Math.min(before.length, Math.min(CONTEXT_TOKENS, room)));
    var ids = new int[kept + chunk.tokenIds().length];
    System.arraycopy(before, 0, ids, 0, kept);
    System.arraycopy(chunk.tokenIds(), 0, ids, kept, chunk.tokenIds().length);
    var parts = new int[2 * chunk.sentences().size()];
    for (int i = 0; i < chunk.sentences().size(); i++) {
      parts[2 * i] = kept + chunk.sentenceTokenStarts()[i];
      parts[2 * i + 1] = kept + chunk.sentenceTokenEnds()[i];
    }
    return new Sequence(ids, parts);
  }
}
