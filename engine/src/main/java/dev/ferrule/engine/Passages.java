package dev.ferrule.engine;

import dev.ferrule.embed.Embedder;
import dev.ferrule.embed.Embedding;
import dev.ferrule.embed.Sequence;
import dev.ferrule.index.Hit;
import dev.ferrule.index.IndexedChunk;
import dev.ferrule.model.Chunk;
import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.model.CodePoints;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.TextSpan;
import dev.ferrule.text.Chunker;
import dev.ferrule.text.Sentences;
import dev.ferrule.text.StructuredText;
import dev.ferrule.text.TextChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import tools.jackson.databind.node.ObjectNode;

/** Cuts documents into chunks with vectors, and shows those that were found. Thread-safe. */
public final class Passages {
  /** Title and headings go before each chunk's tokens, as far as this. */
  private static final int CONTEXT_TOKENS = 40;

  private final Sentences sentences = new Sentences();

  /** The chunks of a document, in their order; blocks until they are embedded. */
  public List<Chunk> of(
      Embedder embedder, ChunkingSettings chunking, String title, StructuredText text) {
    var chunker = new Chunker(embedder.model().tokenizer(), sentences, chunking);
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

  static Embedding await(CompletableFuture<Embedding> embedding) {
    try {
      return embedding.join();
    } catch (CompletionException e) {
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

  /**
   * What the index has of a chunk: title and headings are looked for too, as they say its subject.
   */
  public static IndexedChunk indexed(String title, Chunk chunk) {
    return new IndexedChunk(
        chunk.ordinal(), title + "\n" + chunk.heading() + "\n" + chunk.text(), chunk.vector());
  }

  /** Writes a chunk that was found, as docs/http-api.md has it. */
  public static void write(String title, Chunk chunk, Hit hit, ObjectNode into) {
    int end = chunk.startCodePoints() + chunk.text().codePointCount(0, chunk.text().length());
    into.put("document", hit.documentId())
        .put("title", title)
        .put("chunk", chunk.ordinal())
        .put("start", chunk.startCodePoints())
        .put("end", end);
    if (chunk.page() > 0) {
      into.put("page", chunk.page());
    }
    into.put("heading", chunk.heading())
        .put("text", chunk.text())
        .put("score", Math.round(hit.score() * 1e5) / 1e5);
  }
}
