package dev.ferrule.text;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A growable list of tokens: for each its id and the span of the text it came from, in UTF-16
 * units. Reuse one per thread: {@link #clear} keeps its arrays. Confined to one thread.
 */
public final class TokenBuffer {
  private int[] ids;
  private int[] startsChars;
  private int[] endsChars;
  private int size;
  private @Nullable Object workspace;

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

  /** Drops the tokens from {@code newSize} on. */
  public void truncate(int newSize) {
    size = Math.min(size, newSize);
  }

  /**
   * The working memory of the tokenizer that fills this buffer, kept from call to call so that
   * encoding allocates nothing. A tokenizer of another kind replaces it.
   */
  public <W> W workspace(Class<W> type, Supplier<W> maker) {
    if (!type.isInstance(workspace)) {
      workspace = maker.get();
    }
    return type.cast(workspace);
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

  /** A copy of all ids. */
  public int[] ids() {
    return ids(0, size);
  }

  /** A copy of the ids of tokens {@code [from, to)}. */
  public int[] ids(int from, int to) {
    return Arrays.copyOfRange(ids, from, to);
  }
}
