package dev.ferrule.text.wordpiece;

/**
 * The pieces of a vocabulary, ready to split a word by longest match first in time linear in the
 * word. A word is given as symbols: each code point's number in the {@link Alphabet}. Immutable;
 * {@link PieceTrieBuilder} makes it.
 */
final class PieceTrie {
  /*
   * WordPiece takes the longest piece that begins the word, then the longest continuing piece that
   * begins the rest, and so on; if at any point none fits, the whole word is unknown. Done literally
   * that is quadratic. LinMaxMatch (Song, Salcianu, Song, Dopson, Zhou: "Fast WordPiece
   * Tokenization", EMNLP 2021, algorithms 1 and 2) reads each symbol once:
   *
   * Two trees hold the pieces: one those that begin a word, rooted at WORD, one those that continue
   * it, without their prefix, rooted at REST. When a node has no edge for the next symbol, the
   * string from its root to it is rewritten as (pieces that longest match would surely have taken
   * by now) + (a node that spells what is left). Both are known when the trie is built: pops(node)
   * and fail(node). Each failure shortens what is left by at least one symbol, so there are no more
   * failures than symbols. A node without a failure link spells a string that longest match cannot
   * split, whatever follows.
   *
   * The trees are stored as one double array (Aoe, 1989): the edge of node u for symbol s leads to
   * t = base(u) + s if check(t) = u. Base and check of a node are neighbours in memory.
   */
  static final int WORD = 0;
  static final int REST = 1;
  static final int NONE = -1;

  private final int[] nodes;
  private final int[] fails;
  private final int[] popStarts;
  private final int[] pops;

  /**
   * @param nodes base and check of each node
   * @param fails the failure link of each node; {@link #NONE} where there is none
   * @param popStarts where each node's pops begin in {@code pops}
   * @param pops for each run of pops their number, then for each its id and its length in symbols
   */
  PieceTrie(int[] nodes, int[] fails, int[] popStarts, int[] pops) {
    this.nodes = nodes;
    this.fails = fails;
    this.popStarts = popStarts;
    this.pops = pops;
  }

  /**
   * Splits the word that {@code scratch} holds into its piece ids and ends.
   *
   * @param length the symbols of the word, at least 1, none of them 0
   * @return the number of pieces, or {@link #NONE} if the vocabulary cannot spell the word
   */
  int split(Scratch scratch, int length) {
    int[] symbols = scratch.symbols;
    int[] ids = scratch.pieceIds(length);
    int[] ends = scratch.pieceEnds;
    int node = WORD;
    int count = 0;
    int end = 0;
    for (int i = 0; i <= length; ) {
      if (i < length) {
        int next = nodes[2 * node] + symbols[i];
        if (nodes[2 * next + 1] == node) {
          node = next;
          i++;
          continue;
        }
      } else if (node == REST) {
        return count;
      }
      int fail = fails[node];
      if (fail == NONE) {
        return NONE;
      }
      int at = popStarts[node];
      for (int left = pops[at++]; left > 0; left--) {
        end += pops[at + 1];
        ids[count] = pops[at];
        ends[count++] = end;
        at += 2;
      }
      node = fail;
    }
    throw new AssertionError("unreachable");
  }
}
