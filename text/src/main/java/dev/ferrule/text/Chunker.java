package dev.ferrule.text;

import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.model.TextSpan;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts documents into chunks along their structure, counting in the model's own tokens. Immutable,
 * thread-safe; O(n) time.
 *
 * <p>A heading stays with what follows it, and a section begins a chunk of its own unless what came
 * before is tiny. A list or table that fits in a chunk is not cut; one that does not is cut between
 * items or rows, a paragraph between sentences, and a sentence between words.
 */
public final class Chunker {
  private final Tokenizer tokenizer;
  private final Sentences sentences;
  private final ChunkingSettings settings;

  public Chunker(Tokenizer tokenizer, Sentences sentences, ChunkingSettings settings) {
    this.tokenizer = tokenizer;
    this.sentences = sentences;
    this.settings = settings;
  }

  /** The chunks of a document, in order; none when it has no words. */
  public List<TextChunk> chunk(StructuredText document) {
    var tokens = new DocumentTokens(tokenizer, document.text());
    List<Piece> pieces = new Pieces(document, tokens, sentences, settings.maxTokens()).cut();
    return new Packing(pieces, tokens).run();
  }

  /** Puts pieces together, as many as fit and belong together. */
  private final class Packing {
    private final List<Piece> pieces;
    private final DocumentTokens tokens;
    private final List<TextChunk> chunks = new ArrayList<>();
    private int from;

    Packing(List<Piece> pieces, DocumentTokens tokens) {
      this.pieces = pieces;
      this.tokens = tokens;
    }

    List<TextChunk> run() {
      for (int at = 0; at < pieces.size(); at++) {
        if (at > from && endsBefore(at)) {
          flush(cutBefore(at));
        }
      }
      flush(pieces.size());
      return chunks;
    }

    private int tokensOf(int first, int end) {
      return end <= first ? 0 : pieces.get(end - 1).toToken() - pieces.get(first).fromToken();
    }

    /** Whether the chunk that began at {@code from} must end before piece {@code at}. */
    private boolean endsBefore(int at) {
      Piece piece = pieces.get(at);
      int max = settings.maxTokens();
      if (tokensOf(from, at + 1) > max) {
        return true;
      }
      if (piece.isHeading()) {
        boolean tiny = tokensOf(from, at) < max / 4;
        return !tiny || tokensOf(from, sectionEnd(at)) > max;
      }
      // a list or table that would be cut here, and needs not be: begin it in a new chunk
      boolean groupStarts = piece.group() != pieces.get(at - 1).group();
      int end = groupStarts ? groupEnd(at) : at + 1;
      return end > at + 1 && tokensOf(from, end) > max && tokensOf(at, end) <= max;
    }

    /**
     * Ends a chunk no later than {@code at}, so that headings and introductions stay with theirs.
     */
    private int cutBefore(int at) {
      int cut = at;
      boolean group = at < pieces.size() && groupEnd(at) > at + 1;
      if (group
          && cut - 1 > from
          && pieces.get(cut - 1).introduces()
          && pieces.get(cut - 1).group() != pieces.get(at).group()
          && tokensOf(cut - 1, groupEnd(at)) <= settings.maxTokens()) {
        cut--;
      }
      while (cut - 1 > from && pieces.get(cut - 1).isHeading()) {
        cut--;
      }
      return onlyHeadings(from, cut) ? at : cut;
    }

    private boolean onlyHeadings(int first, int end) {
      for (int i = first; i < end; i++) {
        if (!pieces.get(i).isHeading()) {
          return false;
        }
      }
      return true;
    }

    private int groupEnd(int at) {
      return pieces.get(at).groupEnd();
    }

    /** One past the last piece of the section whose heading is piece {@code at}. */
    private int sectionEnd(int at) {
      int end = at;
      while (end < pieces.size() && pieces.get(end).isHeading()) {
        end++;
      }
      int limit = settings.maxTokens();
      while (end < pieces.size() && !pieces.get(end).isHeading() && tokensOf(from, end) <= limit) {
        end++;
      }
      return end;
    }

    private void flush(int end) {
      boolean last = end == pieces.size();
      if (end > from && (last || !onlyHeadings(from, end))) {
        chunks.add(chunk(from, end));
      }
      from = end;
    }

    private TextChunk chunk(int first, int end) {
      int firstToken = overlapStart(first, end);
      int endToken = pieces.get(end - 1).toToken();
      var inside = new ArrayList<TextSpan>();
      for (int i = overlapPiece(firstToken, first); i < end; i++) {
        for (TextSpan sentence : pieces.get(i).sentences()) {
          if (tokens.indexOf(sentence.startChars()) >= firstToken) {
            inside.add(sentence);
          }
        }
      }
      var bounds = new int[2 * inside.size()];
      for (int i = 0; i < inside.size(); i++) {
        bounds[2 * i] = tokens.indexOf(inside.get(i).startChars()) - firstToken;
        bounds[2 * i + 1] = tokens.indexOf(inside.get(i).endChars()) - firstToken;
      }
      Piece start = pieces.get(first);
      int startChars =
          firstToken < start.fromToken() ? tokens.startChars(firstToken) : start.startChars();
      var span = new TextSpan(startChars, pieces.get(end - 1).endChars());
      return new TextChunk(
          chunks.size(),
          span,
          start.page(),
          start.heading(),
          inside,
          tokens.ids(firstToken, endToken),
          bounds);
    }

    /** The token that the chunk begins with: before piece {@code first} where chunks overlap. */
    private int overlapStart(int first, int end) {
      int start = pieces.get(first).fromToken();
      int earliest =
          Math.max(
              start - settings.overlapTokens(),
              pieces.get(end - 1).toToken() - settings.maxTokens());
      int best = start;
      for (int i = first - 1; i >= 0 && pieces.get(i).toToken() > earliest; i--) {
        for (TextSpan sentence : pieces.get(i).sentences().reversed()) {
          int token = tokens.indexOf(sentence.startChars());
          if (token < earliest) {
            return best;
          }
          best = token;
        }
      }
      return best;
    }

    private int overlapPiece(int firstToken, int first) {
      int piece = first;
      while (piece > 0 && pieces.get(piece - 1).toToken() > firstToken) {
        piece--;
      }
      return piece;
    }
  }
}
