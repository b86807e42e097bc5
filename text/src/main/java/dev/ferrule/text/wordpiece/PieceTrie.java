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
   * by now) + (a node that spells what is left). Both are known when the trie is built: the node's
   * pops and its failure link. Each failure shortens what is left by at least one symbol, so there
   * are no more failures than symbols. A node without a failure link spells a string that longest
   * match cannot split, whatever follows.
   *
   * The trees are stored as one double array (Aoe, 1989): the edge of node u for symbol s leads to
   * t = base(u) + s if check(t) = u. The walk is bound by cache misses, not by instructions, so all
   * that concerns a node stands together, and the builder keeps nodes near their parents.
   */
  static final int WORD = 0;
  static final int REST = 1;
  static final int NONE = -1;

  /** The parts of a node. */
  static final int BASE = 0;

  static final int CHECK = 1;
  static final int FAIL = 2;

  /** One pop packed as length and id, or, negative, the complement of an index into the pops. */
  static final int POPS = 3;

  static final int PARTS = 4;
  static final int ID_BITS = 22;
  static final int MAX_PACKED_LENGTH = (1 << (31 - ID_BITS)) - 1;

  private static final int ID_MASK = (1 << ID_BITS) - 1;

  private final int[] nodes;
  private final int[] pops;

  /**
   * @param nodes {@link #PARTS} numbers for each node
   * @param pops for each run of pops their number, then for each its id and its length in symbols
   */
  PieceTrie(int[] nodes, int[] pops) {
    this.nodes = nodes;
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
    scratch.reservePieces(length);
    scratch.pieces = 0;
    int node = WORD;
    for (int i = 0; i < length; i++) {
      int symbol = symbols[i];
      int next = nodes[PARTS * node + BASE] + symbol;
      while (nodes[PARTS * next + CHECK] != node) {
        node = fail(node, scratch);
        if (node == NONE) {
          return NONE;
        }
        next = nodes[PARTS * node + BASE] + symbol;
      }
      node = next;
    }
    while (node != REST) {
      node = fail(node, scratch);
      if (node == NONE) {
        return NONE;
      }
    }
    return scratch.pieces;
  }

  /** Takes the pieces that are sure by now; returns the node of what is left. */
  private int fail(int node, Scratch scratch) {
    int fail = nodes[PARTS * node + FAIL];
    if (fail != NONE) {
      int pop = nodes[PARTS * node + POPS];
      if (pop >= 0) {
        scratch.addPiece(pop & ID_MASK, pop >>> ID_BITS);
      } else {
        int at = ~pop;
        for (int left = pops[at++]; left > 0; left--) {
          scratch.addPiece(pops[at], pops[at + 1]);
          at += 2;
        }
      }
    }
    return fail;
  }
}
