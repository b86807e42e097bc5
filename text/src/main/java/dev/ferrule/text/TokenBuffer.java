package dev.ferrule.text;

import java.util.Arrays;

/**
 * A growable list of tokens: for each its id and the span of the text it came from, in UTF-16
 * units. Reuse one per thread: {@link #clear} keeps its arrays. Confined to one thread.
 */
public final class TokenBuffer {
  private int[] ids;
  private int[] startsChars;
  private int[] endsChars;
  private int size;

  public TokenBuffer() {
    this(512);
  }

  public TokenBuffer(int capacity) {
    ids = new int[capacity];
    startsChars = new int[capacity];
    endsChars = new int[capacity];
  }

  /** Appends a token. */
  public void add(int id, int startChars, int endChars) {
    if (size == ids.length) {
      grow();
    }
    ids[size] = id;
    startsChars[size] = startChars;
    endsChars[size] = endChars;
    size++;
  }

  private void grow() {
    int capacity = ids.length * 2;
    ids = Arrays.copyOf(ids, capacity);
    startsChars = Arrays.copyOf(startsChars, capacity);
    endsChars = Arrays.copyOf(endsChars, capacity);
  }

  public void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  public int id(int index) {
    return ids[index];
  }

  public int startChars(int index) {
    return startsChars[index];
  }

  public int endChars(int index) {
    return endsChars[index];
  }

  /** A copy of the ids of tokens {@code [from, to)}. */
  public int[] ids(int from, int to) {
    return Arrays.copyOfRange(ids, from, to);
  }
}
