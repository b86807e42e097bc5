package dev.ferrule.text;

import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.model.TextSpan;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses where to cut a section. O(atoms * maxTokens) time at worst, and in practice O(atoms).
 * Confined to one document.
 */
final class CutPlan {
  /*
   * Every border has a cost that says how much a reader would mind a cut there, every chunk has one,
   * and a small chunk costs more. The cheapest set of cuts that keeps each chunk within its tokens is
   * found by dynamic programming over the atoms, as Knuth and Plass break a paragraph into lines
   * ("Breaking paragraphs into lines", 1981): unlike filling chunks one after the other, it does not
   * leave a last chunk of half a sentence, nor part a list from its introduction because the chunk
   * before happened to have room for one more line.
   */
  private static final long CHUNK = 20;
  private static final long SMALL_CHUNK = 20;

  private static final long BLOCK = 10;
  private static final long PARTED_LIST = 30;
  private static final long SENTENCE = 40;
  private static final long PARTED_TABLE = 50;
  private static final long INTRODUCTION = 150;

  /* A cut through a list or table that would fit a chunk. */
  private static final long NEEDLESS = 200;
  private static final long WORD = 300;
  private static final long AFTER_HEADING = 1000;
  private static final long WITHIN_WORD = 100_000;

  private final List<Atom> atoms;
  private final ChunkingSettings settings;
  private final long[] cutCosts;
  private final int[] groupStarts;
  private final long[] best;
  private final int[] bestFrom;

  CutPlan(List<Atom> atoms, ChunkingSettings settings) {
    this.atoms = atoms;
    this.settings = settings;
    cutCosts = new long[atoms.size()];
    groupStarts = new int[atoms.size()];
    best = new long[atoms.size() + 1];
    bestFrom = new int[atoms.size() + 1];
    for (int start = 0; start < atoms.size(); ) {
      int end = groupEnd(start);
      Arrays.fill(groupStarts, start, end, start);
      for (int i = Math.max(start, 1); i < end; i++) {
        cutCosts[i] = i == start ? costBeforeGroup(start, end) : costWithinGroup(start, i, end);
      }
      start = end;
    }
  }

  /** One past the last atom of the paragraph, list or table that begins at {@code start}. */
  private int groupEnd(int start) {
    int end = start + 1;
    while (end < atoms.size() && atoms.get(end).border() != Atom.Border.BLOCK) {
      end++;
    }
    return end;
  }

  private long costBeforeGroup(int start, int end) {
    Atom atom = atoms.get(start);
    Atom before = atoms.get(start - 1);
    if (before.isHeading()) {
      return AFTER_HEADING;
    }
    boolean introduced =
        before.block().kind() == Block.Kind.PARAGRAPH
            && (atom.block().kind() == Block.Kind.LIST_ITEM
                || atom.block().kind() == Block.Kind.TABLE_ROW);
    return introduced && tokens(start - 1, end) <= settings.maxTokens() ? INTRODUCTION : BLOCK;
  }

  private long costWithinGroup(int start, int at, int end) {
    boolean fits = tokens(start, end) <= settings.maxTokens();
    boolean deeper = atoms.get(at).block().level() > atoms.get(at - 1).block().level();
    return switch (atoms.get(at).border()) {
      case BLOCK -> BLOCK;
      case SENTENCE, LINE -> SENTENCE;
      // An item is parted from the deeper ones below it only when that cannot be helped.
      case ITEM -> (fits ? NEEDLESS : PARTED_LIST) + (deeper ? CHUNK : 0);
      // The first row names the columns.
      case ROW -> fits || at == start + 1 ? NEEDLESS : PARTED_TABLE;
      case WORD -> WORD;
      case NONE -> WITHIN_WORD;
    };
  }

  /**
   * The ends of the chunks of atoms {@code [from, to)}, in order.
   *
   * <p>Only the first may have all the tokens: the others leave room for the overlap.
   */
  int[] cuts(int from, int to) {
    int roomTokens = settings.maxTokens() - settings.overlapTokens();
    best[from] = 0;
    for (int end = from + 1; end <= to; end++) {
      best[end] = Long.MAX_VALUE;
      for (int start = end - 1; start >= from; start--) {
        int size = tokens(start, end);
        if (size > settings.maxTokens()) {
          break;
        }
        long cost = best[start] + CHUNK + (start == from ? 0 : cutCosts[start]);
        cost += size < settings.smallSectionTokens() ? SMALL_CHUNK : 0;
        if (cost < best[end] && (size <= roomTokens || start == from)) {
          best[end] = cost;
          bestFrom[end] = start;
        }
      }
    }
    int count = 0;
    for (int end = to; end > from; end = bestFrom[end]) {
      count++;
    }
    var cuts = new int[count];
    for (int end = to; end > from; end = bestFrom[end]) {
      cuts[--count] = end;
    }
    return cuts;
  }

  /**
   * Where a chunk that holds atoms from {@code start} on begins once it repeats the overlap, not
   * before {@code from}.
   */
  int overlapStart(int from, int start) {
    int begin = start;
    int firstToken = atoms.get(start).firstToken();
    while (begin > from
        && firstToken - atoms.get(begin - 1).firstToken() <= settings.overlapTokens()) {
      begin--;
    }
    return begin;
  }

  /** The first row of the table that a chunk from {@code start} on continues; null if none. */
  @Nullable TextSpan tableHeader(int start) {
    Block header = atoms.get(groupStarts[start]).block();
    boolean continues =
        header.kind() == Block.Kind.TABLE_ROW && !header.equals(atoms.get(start).block());
    return continues ? header.span() : null;
  }

  private int tokens(int from, int to) {
    return atoms.get(to - 1).endToken() - atoms.get(from).firstToken();
  }
}
