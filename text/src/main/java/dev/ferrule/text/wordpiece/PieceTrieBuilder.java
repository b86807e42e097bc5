package dev.ferrule.text.wordpiece;

import java.util.Arrays;

/**
 * Builds a {@link PieceTrie}: first as linked nodes, then breadth first laid out as a double array
 * with failure links. Confined to one thread.
 */
final class PieceTrieBuilder {
  /* Positions of crowded nodes to look at before giving up on the gaps so far. */
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

  private int[] nodes;
  private int[] fails;
  private int[] popStarts;
  private int[] pops = new int[1 << 16];
  private int popsEnd;

  private int firstGap = 2;
  private int firstWideGap = 2;

  /**
   * @param symbols one more than the largest symbol
   * @param pieces about how many pieces there will be
   */
  PieceTrieBuilder(int symbols, int pieces) {
    this.symbols = symbols;
    int capacity = 4 * pieces + 16;
    firstChild = filled(capacity);
    nextSibling = filled(capacity);
    piece = filled(capacity);
    symbol = new int[capacity];
    pieceLength = new int[capacity];
    int room = 2 * capacity + symbols;
    nodes = filled(2 * room);
    fails = filled(room);
    popStarts = new int[room];
    nodes[2 * PieceTrie.WORD + 1] = ROOT;
    nodes[2 * PieceTrie.REST + 1] = ROOT;
    rootChildren = filled(2 * symbols);
  }

  private static int[] filled(int length) {
    var array = new int[length];
    Arrays.fill(array, PieceTrie.NONE);
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
      if (rootChildren[slot] == PieceTrie.NONE) {
        rootChildren[slot] = newChild(node, wanted);
      }
      return rootChildren[slot];
    }
    for (int child = firstChild[node]; child != PieceTrie.NONE; child = nextSibling[child]) {
      if (symbol[child] == wanted) {
        return child;
      }
    }
    return newChild(node, wanted);
  }

  private int newChild(int node, int wanted) {
    if (count == firstChild.length) {
      growLinks();
    }
    symbol[count] = wanted;
    nextSibling[count] = firstChild[node];
    firstChild[node] = count;
    return count++;
  }

  private void growLinks() {
    int old = count;
    firstChild = grown(firstChild, 2 * old);
    nextSibling = grown(nextSibling, 2 * old);
    piece = grown(piece, 2 * old);
    symbol = Arrays.copyOf(symbol, 2 * old);
    pieceLength = Arrays.copyOf(pieceLength, 2 * old);
  }

  private static int[] grown(int[] array, int length) {
    int[] copy = Arrays.copyOf(array, length);
    Arrays.fill(copy, array.length, length, PieceTrie.NONE);
    return copy;
  }

  /** The trie of all pieces added. */
  PieceTrie build() {
    var queue = new int[count];
    var places = new int[count];
    queue[0] = PieceTrie.WORD;
    queue[1] = PieceTrie.REST;
    places[PieceTrie.REST] = PieceTrie.REST;
    int queued = 2;
    for (int head = 0; head < queued; head++) {
      int node = queue[head];
      int place = places[node];
      int first = firstChild[node];
      if (first == PieceTrie.NONE) {
        nodes[2 * place] = 0;
        continue;
      }
      int base = findBase(first);
      nodes[2 * place] = base;
      for (int child = first; child != PieceTrie.NONE; child = nextSibling[child]) {
        int childPlace = base + symbol[child];
        nodes[2 * childPlace + 1] = place;
        places[child] = childPlace;
        queue[queued++] = child;
      }
    }
    // Links need every edge of shallower nodes, so they come after the layout, in the same order.
    for (int i = 0; i < queued; i++) {
      for (int c = firstChild[queue[i]]; c != PieceTrie.NONE; c = nextSibling[c]) {
        link(places[queue[i]], c, places[c]);
      }
    }
    return new PieceTrie(nodes, fails, popStarts, Arrays.copyOf(pops, popsEnd));
  }

  /** Where all children of a node, given by its first child, find free places. */
  private int findBase(int first) {
    boolean alone = nextSibling[first] == PieceTrie.NONE;
    int gap = alone ? firstGap : firstWideGap;
    for (int tries = 0; ; gap++) {
      gap = nextGap(gap);
      int base = gap - symbol[first];
      if (base >= 0 && fits(base, nextSibling[first])) {
        break;
      }
      if (!alone && ++tries == PATIENCE) {
        tries = 0;
        firstWideGap = gap;
      }
    }
    if (gap == firstGap) {
      firstGap = gap + 1;
    }
    return gap - symbol[first];
  }

  private int nextGap(int from) {
    int gap = from;
    while (true) {
      // A base may stand anywhere up to its last symbol before the end: keep that much room.
      if (gap + 2 * symbols >= fails.length) {
        growNodes();
      }
      if (nodes[2 * gap + 1] == PieceTrie.NONE) {
        return gap;
      }
      gap++;
    }
  }

  private boolean fits(int base, int firstOther) {
    for (int child = firstOther; child != PieceTrie.NONE; child = nextSibling[child]) {
      if (nodes[2 * (base + symbol[child]) + 1] != PieceTrie.NONE) {
        return false;
      }
    }
    return true;
  }

  private void growNodes() {
    int room = 2 * fails.length;
    nodes = grown(nodes, 2 * room);
    fails = grown(fails, room);
    popStarts = Arrays.copyOf(popStarts, room);
  }

  /** Algorithm 2 of the paper for one node, reached from {@code parent} by its symbol. */
  private void link(int parent, int node, int place) {
    int start = popsEnd;
    pop(0);
    if (piece[node] != PieceTrie.NONE) {
      pop(piece[node]);
      pop(pieceLength[node]);
      pops[start] = 1;
      fails[place] = PieceTrie.REST;
      popStarts[place] = start;
      return;
    }
    popAllOf(parent, start);
    int z = fails[parent];
    while (z != PieceTrie.NONE && edge(z, symbol[node]) == PieceTrie.NONE) {
      popAllOf(z, start);
      z = fails[z];
    }
    if (z == PieceTrie.NONE) {
      popsEnd = start;
    } else {
      fails[place] = edge(z, symbol[node]);
      popStarts[place] = start;
    }
  }

  private int edge(int place, int wanted) {
    int next = nodes[2 * place] + wanted;
    return nodes[2 * next + 1] == place ? next : PieceTrie.NONE;
  }

  private void popAllOf(int place, int start) {
    if (fails[place] == PieceTrie.NONE) {
      return;
    }
    int from = popStarts[place];
    int many = pops[from];
    for (int i = from + 1; i <= from + 2 * many; i++) {
      pop(pops[i]);
    }
    pops[start] += many;
  }

  private void pop(int value) {
    if (popsEnd == pops.length) {
      pops = Arrays.copyOf(pops, 2 * popsEnd);
    }
    pops[popsEnd++] = value;
  }
}
