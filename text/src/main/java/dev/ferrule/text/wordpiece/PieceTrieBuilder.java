package dev.ferrule.text.wordpiece;

import static dev.ferrule.text.wordpiece.PieceTrie.NONE;
import static dev.ferrule.text.wordpiece.PieceTrie.PARTS;

import java.util.Arrays;

/**
 * Builds a {@link PieceTrie}: first as linked nodes, then laid out depth first as a double array,
 * then linked breadth first. Confined to one thread.
 */
final class PieceTrieBuilder {
  /* Free places that do not fit a node with many children before all before are given up. */
  private static final int PATIENCE = 64;

  /* The check of a root: taken, yet no node's child. */
  private static final int ROOT = -2;

  private final int symbols;
  private final int[] rootChildren;

  private int count = 2;
  private int[] firstChild;
  private int[] nextSibling;
  private int[] symbol;
  private int[] piece;
  private int[] pieceLength;
  private int[] places = new int[0];

  private int[] nodes;
  private int[] laterGaps;
  private final int firstGap;
  private int firstWideGap;

  private int[] pops = new int[1 << 12];
  private int popsEnd;
  private int[] run = new int[64];
  private int runEnd;

  /**
   * @param symbols one more than the largest symbol
   * @param pieces about how many pieces there will be
   */
  PieceTrieBuilder(int symbols, int pieces) {
    this.symbols = symbols;
    rootChildren = filled(2 * symbols);
    int capacity = 3 * pieces + 16;
    firstChild = filled(capacity);
    nextSibling = filled(capacity);
    piece = filled(capacity);
    symbol = new int[capacity];
    pieceLength = new int[capacity];
    laterGaps = new int[capacity + 3 * symbols];
    nodes = filled(PARTS * laterGaps.length);
    nodes[PARTS * PieceTrie.WORD + PieceTrie.CHECK] = ROOT;
    nodes[PARTS * PieceTrie.REST + PieceTrie.CHECK] = ROOT;
    // From here on a base, which is a place less a symbol, cannot be negative.
    firstGap = Math.max(symbols, PieceTrie.REST + 1);
    firstWideGap = firstGap;
  }

  private static int[] filled(int length) {
    var array = new int[length];
    Arrays.fill(array, NONE);
    return array;
  }

  /** Adds a piece that begins ({@link PieceTrie#WORD}) or continues a word. */
  void add(int root, int[] pieceSymbols, int length, int id) {
    int node = root;
    for (int i = 0; i < length; i++) {
      node = child(node, pieceSymbols[i]);
    }
    piece[node] = id;
    pieceLength[node] = length;
  }

  private int child(int node, int wanted) {
    if (node <= PieceTrie.REST) {
      // Roots have as many children as the alphabet has letters.
      int slot = node * symbols + wanted;
      if (rootChildren[slot] == NONE) {
        rootChildren[slot] = newChild(node, wanted);
      }
      return rootChildren[slot];
    }
    for (int child = firstChild[node]; child != NONE; child = nextSibling[child]) {
      if (symbol[child] == wanted) {
        return child;
      }
    }
    return newChild(node, wanted);
  }

  private int newChild(int node, int wanted) {
    if (count == firstChild.length) {
      firstChild = grown(firstChild, 2 * count);
      nextSibling = grown(nextSibling, 2 * count);
      piece = grown(piece, 2 * count);
      symbol = Arrays.copyOf(symbol, 2 * count);
      pieceLength = Arrays.copyOf(pieceLength, 2 * count);
    }
    symbol[count] = wanted;
    nextSibling[count] = firstChild[node];
    firstChild[node] = count;
    return count++;
  }

  private static int[] grown(int[] array, int length) {
    int[] copy = Arrays.copyOf(array, length);
    Arrays.fill(copy, array.length, length, NONE);
    return copy;
  }

  /** The trie of all pieces added. */
  PieceTrie build() {
    layOut();
    linkAll();
    int end = 0;
    for (int place : places) {
      end = Math.max(end, Math.max(place, nodes[PARTS * place + PieceTrie.BASE]) + symbols);
    }
    return new PieceTrie(Arrays.copyOf(nodes, PARTS * end), Arrays.copyOf(pops, popsEnd));
  }

  /** Gives each node its place and base, depth first: a path's nodes then lie close together. */
  private void layOut() {
    places = new int[count];
    places[PieceTrie.REST] = PieceTrie.REST;
    var stack = new int[count];
    stack[0] = PieceTrie.REST;
    stack[1] = PieceTrie.WORD;
    for (int depth = 2; depth > 0; ) {
      int node = stack[--depth];
      int place = places[node];
      int first = firstChild[node];
      int base = first == NONE ? 0 : findBase(first);
      nodes[PARTS * place + PieceTrie.BASE] = base;
      for (int child = first; child != NONE; child = nextSibling[child]) {
        places[child] = base + symbol[child];
        nodes[PARTS * places[child] + PieceTrie.CHECK] = place;
        stack[depth++] = child;
      }
    }
  }

  /** Where all children of a node, given by its first child, find free places. */
  private int findBase(int first) {
    boolean alone = nextSibling[first] == NONE;
    int gap = nextGap(alone ? firstGap : firstWideGap);
    for (int tries = 0; !fits(gap - symbol[first], nextSibling[first]); gap = nextGap(gap + 1)) {
      if (++tries % PATIENCE == 0) {
        firstWideGap = gap;
      }
    }
    return gap - symbol[first];
  }

  /** The first free place from {@code from} on, in nearly constant time: a union-find of places. */
  private int nextGap(int from) {
    int gap = from;
    while (true) {
      // A base may stand anywhere up to its last symbol before the end: keep that much room.
      if (gap + 2 * symbols >= laterGaps.length) {
        laterGaps = Arrays.copyOf(laterGaps, 2 * laterGaps.length);
        nodes = grown(nodes, PARTS * laterGaps.length);
      }
      if (isFree(gap)) {
        break;
      }
      gap = Math.max(gap + 1, laterGaps[gap]);
    }
    for (int place = from; place < gap; ) {
      int next = Math.max(place + 1, laterGaps[place]);
      laterGaps[place] = gap;
      place = next;
    }
    return gap;
  }

  private boolean fits(int base, int firstOther) {
    for (int child = firstOther; child != NONE; child = nextSibling[child]) {
      if (!isFree(base + symbol[child])) {
        return false;
      }
    }
    return true;
  }

  private boolean isFree(int place) {
    return nodes[PARTS * place + PieceTrie.CHECK] == NONE;
  }

  /** Links need those of all shallower nodes, hence breadth first. */
  private void linkAll() {
    var queue = new int[count];
    queue[1] = PieceTrie.REST;
    int queued = 2;
    for (int head = 0; head < queued; head++) {
      int node = queue[head];
      for (int child = firstChild[node]; child != NONE; child = nextSibling[child]) {
        link(places[node], child, places[child]);
        queue[queued++] = child;
      }
    }
  }

  /** Algorithm 2 of the paper for one node, reached from {@code parent} by its symbol. */
  private void link(int parent, int node, int place) {
    runEnd = 0;
    int fail = PieceTrie.REST;
    if (piece[node] != NONE) {
      pop(piece[node], pieceLength[node]);
    } else {
      popAllOf(parent);
      int z = nodes[PARTS * parent + PieceTrie.FAIL];
      while (z != NONE && edge(z, symbol[node]) == NONE) {
        popAllOf(z);
        z = nodes[PARTS * z + PieceTrie.FAIL];
      }
      fail = z == NONE ? NONE : edge(z, symbol[node]);
    }
    nodes[PARTS * place + PieceTrie.FAIL] = fail;
    nodes[PARTS * place + PieceTrie.POPS] = fail == NONE ? 0 : storeRun();
  }

  private int edge(int place, int wanted) {
    int next = nodes[PARTS * place + PieceTrie.BASE] + wanted;
    return nodes[PARTS * next + PieceTrie.CHECK] == place ? next : NONE;
  }

  private void popAllOf(int place) {
    if (nodes[PARTS * place + PieceTrie.FAIL] == NONE) {
      return;
    }
    int stored = nodes[PARTS * place + PieceTrie.POPS];
    if (stored >= 0) {
      pop(stored & ((1 << PieceTrie.ID_BITS) - 1), stored >>> PieceTrie.ID_BITS);
      return;
    }
    int from = ~stored;
    for (int i = 0; i < pops[from]; i++) {
      pop(pops[from + 1 + 2 * i], pops[from + 2 + 2 * i]);
    }
  }

  private void pop(int id, int length) {
    if (runEnd == run.length) {
      run = Arrays.copyOf(run, 2 * runEnd);
    }
    run[runEnd++] = id;
    run[runEnd++] = length;
  }

  private int storeRun() {
    if (runEnd == 2 && run[1] <= PieceTrie.MAX_PACKED_LENGTH) {
      return (run[1] << PieceTrie.ID_BITS) | run[0];
    }
    int start = popsEnd;
    if (start + 1 + runEnd > pops.length) {
      pops = Arrays.copyOf(pops, 2 * (start + 1 + runEnd));
    }
    pops[popsEnd++] = runEnd / 2;
    System.arraycopy(run, 0, pops, popsEnd, runEnd);
    popsEnd += runEnd;
    return ~start;
  }
}
