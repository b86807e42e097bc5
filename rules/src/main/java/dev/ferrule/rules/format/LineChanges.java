package dev.ferrule.rules.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which lines differ between two texts.
 *
 * <p>Source: Eugene Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), given up for
 * one large change where texts have little in common.
 */
public final class LineChanges {
  private static final int MOST_EDITS = 1_000;

  private final int[] before;
  private final int[] after;
  private final List<Change> changes = new ArrayList<>();

  private LineChanges(List<String> before, List<String> after) {
    Map<String, Integer> numbers = new HashMap<>();
    this.before = numbers(before, numbers);
    this.after = numbers(after, numbers);
  }

  /** Lines {@code [start, end)} of each text, from 0, of which one part stands for the other. */
  public record Change(int beforeStart, int beforeEnd, int afterStart, int afterEnd) {}

  /** A text's lines, each with its line end; nothing for an empty text. */
  public static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      lines.add(text.substring(start, end + 1));
      start = end + 1;
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }

  /** The changes that lead from one to the other, in order. */
  public static List<Change> between(List<String> before, List<String> after) {
    var found = new LineChanges(before, after);
    found.compare();
    return found.changes;
  }

  // Lines are compared as numbers.
  private static int[] numbers(List<String> lines, Map<String, Integer> numbers) {
    int[] all = new int[lines.size()];
    Arrays.setAll(all, i -> numbers.computeIfAbsent(lines.get(i), _ -> numbers.size()));
    return all;
  }

  private void compare() {
    int start = 0;
    int beforeEnd = before.length;
    int afterEnd = after.length;
    while (start < beforeEnd && start < afterEnd && before[start] == after[start]) {
      start++;
    }
    while (beforeEnd > start && afterEnd > start && before[beforeEnd - 1] == after[afterEnd - 1]) {
      beforeEnd--;
      afterEnd--;
    }
    int n = beforeEnd - start;
    int m = afterEnd - start;
    if (n == 0 || m == 0) {
      add(start, beforeEnd, start, afterEnd);
      return;
    }
    List<int[]> trace = new ArrayList<>();
    int most = Math.min(n + m, MOST_EDITS);
    int[] furthest = new int[2 * most + 3];
    for (int edits = 0; edits <= most; edits++) {
      // Of the diagonals from -edits to edits, as they were before this round.
      trace.add(Arrays.copyOfRange(furthest, most - edits, most + edits + 3));
      for (int k = -edits; k <= edits; k += 2) {
        int at = k + most + 1;
        boolean down = k == -edits || (k != edits && furthest[at - 1] < furthest[at + 1]);
        int x = down ? furthest[at + 1] : furthest[at - 1] + 1;
        while (x < n && x - k < m && before[start + x] == after[start + x - k]) {
          x++;
        }
        furthest[at] = x;
        if (x >= n && x - k >= m) {
          walkBack(trace, start, n, m);
          return;
        }
      }
    }
    add(start, beforeEnd, start, afterEnd);
  }

  private void walkBack(List<int[]> trace, int start, int n, int m) {
    List<int[]> steps = new ArrayList<>();
    int x = n;
    int y = m;
    for (int edits = trace.size() - 1; edits > 0; edits--) {
      int[] furthest = trace.get(edits);
      int k = x - y;
      int at = k + edits + 1;
      boolean down = k == -edits || (k != edits && furthest[at - 1] < furthest[at + 1]);
      int fromX = down ? furthest[at + 1] : furthest[at - 1];
      int fromY = fromX - (down ? k + 1 : k - 1);
      steps.add(new int[] {fromX, fromX + (down ? 0 : 1), fromY, fromY + (down ? 1 : 0)});
      x = fromX;
      y = fromY;
    }
    for (int i = steps.size() - 1; i >= 0; i--) {
      int[] step = steps.get(i);
      add(start + step[0], start + step[1], start + step[2], start + step[3]);
    }
  }

  /** Adds a change, to the one before where they touch. */
  private void add(int beforeStart, int beforeEnd, int afterStart, int afterEnd) {
    if (beforeStart == beforeEnd && afterStart == afterEnd) {
      return;
    }
    if (!changes.isEmpty()) {
      var last = changes.getLast();
      if (last.beforeEnd() == beforeStart && last.afterEnd() == afterStart) {
        changes.set(
            changes.size() - 1,
            new Change(last.beforeStart(), beforeEnd, last.afterStart(), afterEnd));
        return;
      }
    }
    changes.add(new Change(beforeStart, beforeEnd, afterStart, afterEnd));
  }
}
