package dev.ferrule.model.json;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The values of a part of a document as numbered nodes, of which 0 is the part itself, to be walked
 * in any direction. Reused; confined.
 *
 * <p>The fields of an object stand in the order in which their names first appear, with the values
 * that stand last, as in a Python dict.
 */
final class Tape {
  static final int NONE = -1;

  /** Objects of up to so many fields have their names compared in pairs. */
  private static final int FEW = 8;

  /** Makes it hard to choose names whose hashes collide. */
  private static final int SEED = ThreadLocalRandom.current().nextInt() | 1;

  private final JsonScanner scanner;
  private byte[] bytes = {};
  private int size;
  private int[] kind = new int[64];
  private int[] start = new int[64];
  private int[] end = new int[64];
  private int[] parent = new int[64];
  private int[] first = new int[64];
  private int[] next = new int[64];
  private int[] nameStart = new int[64];
  private int[] nameEnd = new int[64];
  private int[] hash = new int[64];
  private @Nullable String[] name = new String[64];
  private int[] table = new int[64];

  Tape(int maxDepth) {
    scanner = new JsonScanner(maxDepth);
  }

  /** Takes in the value that begins here, of a document that has been checked. */
  void turnTo(byte[] document, int from, int documentEnd) {
    bytes = document;
    scanner.turnTo(document, 0, documentEnd);
    Arrays.fill(name, 0, size, null);
    size = 0;
    add(from, NONE);
  }

  private int add(int p, int above) {
    if (size == kind.length) {
      grow();
    }
    int node = size++;
    start[node] = p;
    parent[node] = above;
    first[node] = NONE;
    next[node] = NONE;
    name[node] = null;
    byte c = bytes[p];
    if (c == '{' || c == '[') {
      kind[node] = c == '{' ? Projected.OBJECT : Projected.ARRAY;
      int after = children(node, scanner.space(p + 1), c == '{'); // which may make larger arrays
      end[node] = after;
    } else if (c == '"') {
      scanner.clearMarks();
      end[node] = scanner.string(p + 1);
      kind[node] = scanner.escaped() ? Projected.ESCAPED : Projected.STRING;
    } else {
      end[node] = scanner.scalar(p);
      kind[node] = Projected.SCALAR;
    }
    return node;
  }

  private int children(int node, int from, boolean object) {
    int p = from;
    int last = NONE;
    int count = 0;
    while (bytes[p] != (object ? '}' : ']')) {
      int nameAt = p;
      int nameAfter = p;
      boolean escaped = false;
      if (object) {
        scanner.clearMarks();
        nameAfter = scanner.name(p);
        escaped = scanner.escaped();
        p = scanner.colon(nameAfter);
      }
      int child = add(p, node);
      if (object) {
        setName(child, nameAt + 1, nameAfter - 1, escaped);
      }
      if (last == NONE) {
        first[node] = child;
      } else {
        next[last] = child;
      }
      last = child;
      count++;
      p = scanner.space(end[child]);
      p = bytes[p] == ',' ? scanner.space(p + 1) : p;
    }
    if (object && count > 1) {
      joinNames(node, count);
    }
    return p + 1;
  }

  private void setName(int node, int from, int to, boolean escaped) {
    nameStart[node] = from;
    nameEnd[node] = to;
    String text = escaped ? JsonText.decode(bytes, from, to) : null;
    name[node] = text;
    int mixed = SEED;
    if (text == null) {
      for (int i = from; i < to; i++) {
        mixed = (mixed ^ bytes[i]) * 0x01000193;
      }
    } else {
      for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
        mixed = (mixed ^ b) * 0x01000193;
      }
    }
    hash[node] = mixed ^ mixed >>> 15;
  }

  /** Gives the first field of each name the value of the last, and leaves the others out. */
  private void joinNames(int object, int count) {
    int mask = Integer.highestOneBit(count) * 4 - 1;
    if (count > FEW) {
      if (table.length <= mask) {
        table = new int[mask + 1];
      }
      Arrays.fill(table, 0, mask + 1, NONE);
    }
    int kept = NONE;
    for (int node = first[object]; node != NONE; node = next[node]) {
      int earlier = count > FEW ? inTable(node, mask) : before(object, node);
      if (earlier == NONE) {
        kept = node;
      } else {
        replace(earlier, node);
        next[kept] = next[node];
      }
    }
  }

  private int before(int object, int node) {
    for (int other = first[object]; other != node; other = next[other]) {
      if (sameName(other, node)) {
        return other;
      }
    }
    return NONE;
  }

  private int inTable(int node, int mask) {
    int slot = hash[node] & mask;
    while (table[slot] != NONE) {
      if (sameName(table[slot], node)) {
        return table[slot];
      }
      slot = (slot + 1) & mask;
    }
    table[slot] = node;
    return NONE;
  }

  private boolean sameName(int a, int b) {
    if (hash[a] != hash[b]) {
      return false;
    }
    if (name[a] == null && name[b] == null) {
      return Arrays.equals(bytes, nameStart[a], nameEnd[a], bytes, nameStart[b], nameEnd[b]);
    }
    return name(a).equals(name(b));
  }

  private String name(int node) {
    String text = name[node];
    return text == null ? JsonText.decode(bytes, nameStart[node], nameEnd[node]) : text;
  }

  private void replace(int earlier, int node) {
    kind[earlier] = kind[node];
    start[earlier] = start[node];
    end[earlier] = end[node];
    first[earlier] = first[node];
    for (int child = first[node]; child != NONE; child = next[child]) {
      parent[child] = earlier;
    }
  }

  private void grow() {
    int length = kind.length * 2;
    kind = Arrays.copyOf(kind, length);
    start = Arrays.copyOf(start, length);
    end = Arrays.copyOf(end, length);
    parent = Arrays.copyOf(parent, length);
    first = Arrays.copyOf(first, length);
    next = Arrays.copyOf(next, length);
    nameStart = Arrays.copyOf(nameStart, length);
    nameEnd = Arrays.copyOf(nameEnd, length);
    hash = Arrays.copyOf(hash, length);
    name = Arrays.copyOf(name, length);
  }

  /** A kind of {@link Projected}, those for the inside among them. */
  int kind(int node) {
    return kind[node];
  }

  int start(int node) {
    return start[node];
  }

  int end(int node) {
    return end[node];
  }

  int parent(int node) {
    return parent[node];
  }

  /** The first value in a container, or none. */
  int first(int node) {
    return first[node];
  }

  /** The value behind this one in its container, or none. */
  int next(int node) {
    return next[node];
  }

  byte firstByte(int node) {
    return bytes[start[node]];
  }

  byte[] bytes() {
    return bytes;
  }

  /** The field of an object, or none. */
  int field(int object, String wanted) {
    for (int node = first[object]; node != NONE; node = next[node]) {
      if (isNamed(node, wanted)) {
        return node;
      }
    }
    return NONE;
  }

  private boolean isNamed(int node, String wanted) {
    if (name[node] != null) {
      return wanted.equals(name[node]);
    }
    int length = nameEnd[node] - nameStart[node];
    if (wanted.length() > length) {
      return false;
    }
    for (int i = 0; i < wanted.length(); i++) {
      char c = wanted.charAt(i);
      if (c >= 0x80) {
        return wanted.equals(name(node));
      }
      if (c != bytes[nameStart[node] + i]) {
        return false;
      }
    }
    return wanted.length() == length;
  }
}
