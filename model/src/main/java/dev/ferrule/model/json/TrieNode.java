package dev.ferrule.model.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One place in a document that paths lead to or through. Immutable, thread-safe.
 *
 * <p>A field is found by its name's length and first eight bytes, in a table that is a quarter full
 * at most; the rest of a longer name is compared. A name with an escape is decoded and found by
 * text.
 */
final class TrieNode {
  /** What is answered by walking a value that was found: a path, and the step left of it. */
  record Rest(int path, PathStep step) {}

  private static final byte[] NO_NAME = {};

  private final int id;
  private final int[] paths;
  private final Rest[] rests;
  private final Rest[] unlessArray;
  private final Map<String, TrieNode> byName;
  private final int[] positions;
  private final TrieNode[] elements;

  private final int leaf;
  private final int mask;
  private final long[] words;
  private final int[] lengths;
  private final byte[][] names;
  private final @Nullable TrieNode[] nodes;

  /**
   * @param paths those whose value is here
   * @param rests those whose value is found by walking the value here
   * @param unlessArray those to walk the value here for if it is no array, as a position is next
   */
  TrieNode(
      int id,
      int[] paths,
      List<Rest> rests,
      List<Rest> unlessArray,
      Map<String, TrieNode> byName,
      Map<Integer, TrieNode> byPosition) {
    this.id = id;
    this.paths = paths.clone();
    this.rests = rests.toArray(Rest[]::new);
    this.unlessArray = unlessArray.toArray(Rest[]::new);
    this.byName = Map.copyOf(byName);
    var ascending = new TreeMap<>(byPosition);
    positions = ascending.keySet().stream().mapToInt(i -> i).toArray();
    elements = ascending.values().toArray(TrieNode[]::new);
    boolean only =
        paths.length == 1
            && rests.isEmpty()
            && unlessArray.isEmpty()
            && byName.isEmpty()
            && byPosition.isEmpty();
    leaf = only ? paths[0] : -1;
    int size = Integer.highestOneBit(Math.max(1, byName.size())) << 3;
    mask = size - 1;
    words = new long[size];
    lengths = new int[size];
    names = new byte[size][];
    nodes = new TrieNode[size];
    Arrays.fill(lengths, -1);
    Arrays.fill(names, NO_NAME);
    byName.forEach(this::add);
  }

  private void add(String text, TrieNode node) {
    byte[] name = text.getBytes(StandardCharsets.UTF_8);
    if (!new String(name, StandardCharsets.UTF_8).equals(text)) {
      return; // it has half a surrogate pair, which a document can hold as an escape only
    }
    long word = word(name, 0, name.length, name.length);
    int slot = slot(word, name.length);
    while (lengths[slot] >= 0) {
      slot = (slot + 1) & mask;
    }
    words[slot] = word;
    lengths[slot] = name.length;
    names[slot] = name;
    nodes[slot] = node;
  }

  private int slot(long word, int length) {
    long mixed = (word ^ length) * 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 32) & mask;
  }

  /** The first eight bytes of a name, the missing ones as zeros. */
  private static long word(byte[] bytes, int from, int length, int end) {
    if (from <= end - 8) {
      long word = JsonScanner.eight(bytes, from);
      return length >= 8 ? word : word & ((1L << (length << 3)) - 1);
    }
    long word = 0;
    for (int i = Math.min(8, length) - 1; i >= 0; i--) {
      word = (word << 8) | (bytes[from + i] & 0xff);
    }
    return word;
  }

  /** The node of the field whose name is these bytes, of an array whose last is before limit. */
  @Nullable TrieNode field(byte[] bytes, int from, int to, int limit) {
    int length = to - from;
    long word = word(bytes, from, length, limit);
    for (int slot = slot(word, length); lengths[slot] >= 0; slot = (slot + 1) & mask) {
      if (words[slot] == word
          && lengths[slot] == length
          && (length <= 8 || sameRest(bytes, from, length, names[slot]))) {
        return nodes[slot];
      }
    }
    return null;
  }

  private static boolean sameRest(byte[] bytes, int from, int length, byte[] name) {
    if (length > 16) {
      return Arrays.equals(bytes, from + 8, from + length, name, 8, length);
    }
    return JsonScanner.eight(bytes, from + length - 8) == JsonScanner.eight(name, length - 8);
  }

  /** The node of the field of this name. */
  @Nullable TrieNode field(String name) {
    return byName.get(name);
  }

  int id() {
    return id;
  }

  /** The path that ends here, if that is all there is to the node, or -1. */
  int leaf() {
    return leaf;
  }

  int[] paths() {
    return paths;
  }

  Rest[] rests() {
    return rests;
  }

  Rest[] unlessArray() {
    return unlessArray;
  }

  boolean hasFields() {
    return !byName.isEmpty();
  }

  Collection<TrieNode> fields() {
    return byName.values();
  }

  /** The positions of elements that paths lead through, ascending. */
  int[] positions() {
    return positions;
  }

  /** The nodes of {@link #positions()}. */
  TrieNode[] elements() {
    return elements;
  }
}
