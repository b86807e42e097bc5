package dev.ferrule.rules.regex;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A set of code points, lone surrogates included, as sorted ranges that neither touch nor overlap.
 * Immutable.
 */
final class CodePointSet {
  static final CodePointSet EMPTY = new CodePointSet(new int[0]);
  static final CodePointSet ALL = range(0, Character.MAX_CODE_POINT);

  /** First and last code point of each range, in turn. */
  private final int[] bounds;

  private final long low;
  private final long high;

  private CodePointSet(int[] bounds) {
    this.bounds = bounds;
    long lowBits = 0;
    long highBits = 0;
    for (int i = 0; i < bounds.length && bounds[i] < 128; i += 2) {
      for (int point = bounds[i]; point <= Math.min(bounds[i + 1], 127); point++) {
        if (point < 64) {
          lowBits |= 1L << point;
        } else {
          highBits |= 1L << (point - 64);
        }
      }
    }
    this.low = lowBits;
    this.high = highBits;
  }

  static CodePointSet range(int first, int last) {
    return new CodePointSet(new int[] {first, last});
  }

  /** Collects ranges in any order. Confined. */
  static final class Builder {
    private long[] ranges = new long[8];
    private int size;

    Builder add(int first, int last) {
      if (size == ranges.length) {
        ranges = Arrays.copyOf(ranges, 2 * size);
      }
      ranges[size++] = ((long) first << 32) | last;
      return this;
    }

    Builder add(int point) {
      return add(point, point);
    }

    Builder add(CodePointSet set) {
      for (int i = 0; i < set.bounds.length; i += 2) {
        add(set.bounds[i], set.bounds[i + 1]);
      }
      return this;
    }

    CodePointSet build() {
      Arrays.sort(ranges, 0, size);
      var merged = new int[2 * size];
      int count = 0;
      for (int i = 0; i < size; i++) {
        int first = (int) (ranges[i] >>> 32);
        int last = (int) ranges[i];
        if (count > 0 && first <= merged[count - 1] + 1) {
          merged[count - 1] = Math.max(merged[count - 1], last);
        } else {
          merged[count++] = first;
          merged[count++] = last;
        }
      }
      return new CodePointSet(Arrays.copyOf(merged, count));
    }
  }

  boolean contains(int point) {
    if (point < 64) {
      return (low >>> point & 1) != 0;
    }
    return point < 128 ? (high >>> (point - 64) & 1) != 0 : search(point);
  }

  private boolean search(int point) {
    int found = Arrays.binarySearch(bounds, point);
    return found >= 0 || (-found - 1 & 1) != 0;
  }

  CodePointSet complement() {
    var builder = new Builder();
    int from = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      if (bounds[i] > from) {
        builder.add(from, bounds[i] - 1);
      }
      from = bounds[i + 1] + 1;
    }
    if (from <= Character.MAX_CODE_POINT) {
      builder.add(from, Character.MAX_CODE_POINT);
    }
    return builder.build();
  }

  CodePointSet without(CodePointSet other) {
    return new Builder().add(complement()).add(other).build().complement();
  }

  int rangeCount() {
    return bounds.length / 2;
  }

  int first(int range) {
    return bounds[2 * range];
  }

  int last(int range) {
    return bounds[2 * range + 1];
  }

  boolean isEmpty() {
    return bounds.length == 0;
  }

  void forEach(IntConsumer action) {
    for (int i = 0; i < bounds.length; i += 2) {
      for (int point = bounds[i]; point <= bounds[i + 1]; point++) {
        action.accept(point);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodePointSet set && Arrays.equals(bounds, set.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }
}
