package dev.ferrule.text;

import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.model.TextSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts documents into chunks along their structure. The text is tokenized once; a chunk's tokens
 * are a slice of that, and are those of the chunk's text alone, because chunks end between words.
 * (The exception is a single word of more tokens than a chunk may have.) Without overlap each token
 * is in exactly one chunk, but for markup between blocks where chunks meet. O(n) time for any
 * document. Thread-safe.
 *
 * <ul>
 *   <li>A heading goes with what follows it.
 *   <li>Sections share a chunk only when one is small, they have the same parent, and both fit.
 *   <li>Lists and tables that fit a chunk stay whole, if possible with the paragraph before.
 *   <li>Longer ones are cut between items or rows, paragraphs between sentences, sentences between
 *       words.
 * </ul>
 */
public final class Chunker {
  private final Tokenizer tokenizer;
  private final SentenceSplitter splitter;
  private final ChunkingSettings settings;

  public Chunker(Tokenizer tokenizer, SentenceSplitter splitter, ChunkingSettings settings) {
    this.tokenizer = tokenizer;
    this.splitter = splitter;
    this.settings = settings;
  }

  /** The chunks of a document, in order. */
  public List<TextChunk> chunk(StructuredText document) {
    return chunk(document, new TokenBuffer());
  }

  /** The same, with a buffer to reuse; it then holds the tokens of the whole text. */
  public List<TextChunk> chunk(StructuredText document, TokenBuffer tokens) {
    tokens.clear();
    tokenizer.encode(document.text(), tokens);
    int roomTokens = settings.maxTokens() - settings.overlapTokens();
    var reader = new AtomReader(document, tokens, tokenizer, splitter, roomTokens);
    List<Atom> atoms = reader.read();
    var plan = new CutPlan(atoms, settings);
    List<TextChunk> chunks = new ArrayList<>();
    for (Section section :
        Section.of(document.text(), atoms, settings.smallSectionTokens(), settings.maxTokens())) {
      String heading = String.join(" > ", section.headings());
      int start = section.from();
      int begun = start;
      for (int end : plan.cuts(section.from(), section.to())) {
        // The overlap never takes in the whole chunk before.
        int begin = start == section.from() ? start : plan.overlapStart(begun + 1, start);
        TextSpan header = plan.tableHeader(begin);
        chunks.add(chunk(chunks.size(), heading, atoms, begin, end, tokens, header));
        begun = begin;
        start = end;
      }
    }
    return chunks;
  }

  private static TextChunk chunk(
      int ordinal,
      String heading,
      List<Atom> atoms,
      int from,
      int to,
      TokenBuffer tokens,
      @Nullable TextSpan tableHeader) {
    Atom first = atoms.get(from);
    Atom last = atoms.get(to - 1);
    List<TextSpan> sentences = new ArrayList<>();
    var starts = new int[to - from];
    var ends = new int[to - from];
    for (int i = from; i < to; i++) {
      Atom atom = atoms.get(i);
      if (atom.isHeading() || isTableHead(atoms, i)) {
        continue;
      }
      if (i > from && atom.continuesSentence() && !sentences.isEmpty()) {
        TextSpan begun = sentences.removeLast();
        sentences.add(new TextSpan(begun.startChars(), atom.span().endChars()));
      } else {
        sentences.add(atom.span());
        starts[sentences.size() - 1] = atom.firstToken() - first.firstToken();
      }
      ends[sentences.size() - 1] = atom.endToken() - first.firstToken();
    }
    return new TextChunk(
        ordinal,
        new TextSpan(first.span().startChars(), last.span().endChars()),
        first.block().page(),
        heading,
        sentences,
        tokens.ids(first.firstToken(), last.endToken()),
        Arrays.copyOf(starts, sentences.size()),
        Arrays.copyOf(ends, sentences.size()),
        tableHeader);
  }

  /** Whether an atom names the columns of a table of three rows or more: it answers nothing. */
  private static boolean isTableHead(List<Atom> atoms, int at) {
    Atom atom = atoms.get(at);
    return atom.block().kind() == Block.Kind.TABLE_ROW
        && atom.border() == Atom.Border.BLOCK
        && at + 2 < atoms.size()
        && atoms.get(at + 1).border() == Atom.Border.ROW
        && atoms.get(at + 2).border() == Atom.Border.ROW;
  }
}
