package dev.ferrule.text.wordpiece;

import java.util.Arrays;

/** Code points, each with the span of the text it came from; grows. Confined. */
final class NormalizedText {
  int[] codePoints;
  int[] starts;
  int[] ends;
  int size;

  NormalizedText(int capacity) {
    codePoints = new int[Math.max(capacity, 16)];
    starts = new int[codePoints.length];
    ends = new int[codePoints.length];
  }

  void add(int cp, int start, int end) {
    if (size == codePoints.length) {
      codePoints = Arrays.copyOf(codePoints, 2 * size);
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
    }
    codePoints[size] = cp;
    starts[size] = start;
    ends[size++] = end;
  }

  @Override
  public String toString() {
    return new String(codePoints, 0, size);
  }
}
