package dev.ferrule.rules.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Words by their letters as a tree. Confined while words are added, then thread-safe. */
final class CensoredTrie {
  static final int ROOT = 0;

  /** Children by parent and letter, in open addressing; the key is 0 where there is none. */
  private long[] keys = new long[256];

  private int[] children = new int[256];

  private int[] letters = new int[64];
  private int[] runs = new int[64];
  private int[] depths = new int[64];
  private int[] firstWords = new int[64];
  private int nodes;

  private final List<Integer> numbers = new ArrayList<>();
  private final List<Integer> nextWords = new ArrayList<>();

  CensoredTrie() {
    addNode(-1, 0, 0);
  }

  void add(int[] word, int number) {
    int node = ROOT;
    for (int letter : word) {
      int child = child(node, letter);
      if (child == ROOT) {
        int run = letters[node] == letter ? runs[node] + 1 : 1;
        child = addNode(letter, run, depths[node] + 1);
        put(key(node, letter), child);
      }
      node = child;
    }
    numbers.add(number);
    nextWords.add(firstWords[node]);
    firstWords[node] = numbers.size() - 1;
  }

  private int addNode(int letter, int run, int depth) {
    if (nodes == letters.length) {
      letters = Arrays.copyOf(letters, nodes * 2);
      runs = Arrays.copyOf(runs, nodes * 2);
      depths = Arrays.copyOf(depths, nodes * 2);
      firstWords = Arrays.copyOf(firstWords, nodes * 2);
    }
    letters[nodes] = letter;
    runs[nodes] = run;
    depths[nodes] = depth;
    firstWords[nodes] = -1;
    return nodes++;
  }

  private static long key(int node, int letter) {
    return ((long) node << 21 | letter) + 1;
  }

  /** The child of a letter, or the root when there is none. */
  int child(int node, int letter) {
    long key = key(node, letter);
    for (int at = slot(key); keys[at] != 0; at = (at + 1) & (keys.length - 1)) {
      if (keys[at] == key) {
        return children[at];
      }
    }
    return ROOT;
  }

  private void put(long key, int child) {
    if (nodes * 2 > keys.length) {
      long[] oldKeys = keys;
      int[] oldChildren = children;
      keys = new long[oldKeys.length * 2];
      children = new int[keys.length];
      for (int i = 0; i < oldKeys.length; i++) {
        if (oldKeys[i] != 0) {
          place(oldKeys[i], oldChildren[i]);
        }
      }
    }
    place(key, child);
  }

  private void place(long key, int child) {
    int at = slot(key);
    while (keys[at] != 0) {
      at = (at + 1) & (keys.length - 1);
    }
    keys[at] = key;
    children[at] = child;
  }

  private int slot(long key) {
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> 33) & (keys.length - 1);
  }

  int letter(int node) {
    return letters[node];
  }

  /** How many of the last letters up to the node are the same. */
  int run(int node) {
    return runs[node];
  }

  int depth(int node) {
    return depths[node];
  }

  /** The first word that ends in a node, or -1; an index for the methods below. */
  int firstWord(int node) {
    return firstWords[node];
  }

  int nextWord(int word) {
    return nextWords.get(word);
  }

  int numberOf(int word) {
    return numbers.get(word);
  }
}
