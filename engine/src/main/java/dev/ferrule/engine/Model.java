package dev.ferrule.engine;

import dev.ferrule.embed.Batcher;
import dev.ferrule.embed.Embedder;
import dev.ferrule.embed.Embedding;
import dev.ferrule.embed.Sequence;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A model with its tokenizer. Thread-safe. */
public final class Model {
  private final Embedder embedder;
  private final Cores cores;

  Model(Embedder embedder, Cores cores) {
    this.embedder = embedder;
    this.cores = cores;
  }

  /** What a text is to the model: some put another prefix before each. */
  public enum Kind {
    /** Neither of the others: it gets no prefix. */
    TEXT,
    /** What is looked for. */
    QUERY,
    /** Where it is looked for. */
    DOCUMENT
  }

  /** The length of its vectors. */
  public int dims() {
    return embedder.model().dims();
  }

  /** The most tokens of a text that it reads, special tokens not counted. */
  public int maxContentTokens() {
    return embedder.model().maxContentTokens();
  }

  /** How many ids the tokenizer knows; each is below it. */
  public int vocabularySize() {
    return embedder.model().tokenizer().vocabularySize();
  }

  /** The ids that begin a sequence, end it, and fill up a batch. */
  public int[] specialIds() {
    var tokenizer = embedder.model().tokenizer();
    return new int[] {tokenizer.beginId(), tokenizer.endId(), tokenizer.padId()};
  }

  /** The token with this id, as the vocabulary spells it. */
  public String token(int id) {
    if (id < 0 || id >= vocabularySize()) {
      throw new FerruleException(
          ErrorCode.REQUEST_MALFORMED,
          "expected an id from 0 to %d, found %d".formatted(vocabularySize() - 1, id));
    }
    return embedder.model().tokenizer().token(id);
  }

  /**
   * Tokenizes texts, neither cut nor with special tokens.
   *
   * @param utf8 the texts, one behind the other
   * @param ends where each ends in bytes, as 64-bit integers
   */
  public Job<Tokens> tokenize(ByteBuffer utf8, ByteBuffer ends) {
    var texts = new Texts(utf8, ends);
    var tokens = new Tokens();
    return cores.start(
        way(texts),
        () -> new Tokens.Worker(embedder.model().tokenizer(), texts, tokens),
        () -> tokens);
  }

  private static Cores.Way way(Texts texts) {
    return texts.count() <= 1 ? Cores.Way.HERE : Cores.Way.ALL;
  }

  /**
   * Embeds texts as a node does: one alone at once, many in batches of similar length.
   *
   * @param utf8 the texts, one behind the other
   * @param ends where each ends in bytes, as 64-bit integers
   * @param vectors where they are written to, float32 in the machine's order, {@code [texts, dims]}
   */
  public Job<Model> embed(ByteBuffer utf8, ByteBuffer ends, Kind kind, ByteBuffer vectors) {
    var texts = new Texts(utf8, ends);
    FloatBuffer out = vectors.order(ByteOrder.nativeOrder()).asFloatBuffer();
    return cores.start(way(texts), () -> () -> embed(texts, kind, out), () -> this);
  }

  private boolean embed(Texts texts, Kind kind, FloatBuffer out) {
    Texts.Run run = texts.next();
    if (run == null) {
      return false;
    }
    var lane = texts.count() == 1 ? Batcher.Lane.QUERY : Batcher.Lane.DOCUMENT;
    var waiting = new ArrayList<CompletableFuture<Embedding>>();
    try {
      for (int i = run.from(); i < run.to(); i++) {
        waiting.add(start(texts.text(i), kind, lane));
      }
    } finally {
      settle(waiting); // whatever happens, nothing is left that still works for this call
    }
    for (int i = 0; i < waiting.size(); i++) {
      out.put((run.from() + i) * dims(), Passages.await(waiting.get(i)).vector());
    }
    return true;
  }

  private CompletableFuture<Embedding> start(String text, Kind kind, Batcher.Lane lane) {
    return switch (kind) {
      case TEXT -> embedder.embedText(text, lane);
      case QUERY -> embedder.embedQuery(text);
      case DOCUMENT -> embedder.embedDocument(Sequence.of(embedder.tokens(text)));
    };
  }

  private static void settle(List<CompletableFuture<Embedding>> waiting) {
    CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new))
        .exceptionally(_ -> null)
        .join();
  }
}
