package dev.ferrule.rules.format;

import java.util.List;

/** Differences as {@code diff -u} shows them and {@code patch} reads them. Stateless. */
public final class UnifiedDiff {
  private static final int CONTEXT_LINES = 3;

  private UnifiedDiff() {}

  /** The difference between two texts of a file; empty when there is none. */
  public static String of(String path, String before, String after) {
    var old = LineChanges.lines(before);
    var changed = LineChanges.lines(after);
    var changes = LineChanges.between(old, changed);
    if (changes.isEmpty()) {
      return "";
    }
    var out = new StringBuilder("--- a/%s\n+++ b/%s\n".formatted(path, path));
    int first = 0;
    while (first < changes.size()) {
      int last = first;
      while (last + 1 < changes.size()
          && changes.get(last + 1).beforeStart() - changes.get(last).beforeEnd()
              <= 2 * CONTEXT_LINES) {
        last++;
      }
      hunk(changes.subList(first, last + 1), old, changed, out);
      first = last + 1;
    }
    return out.toString();
  }

  private static void hunk(
      List<LineChanges.Change> changes,
      List<String> before,
      List<String> after,
      StringBuilder out) {
    int lead = Math.min(CONTEXT_LINES, changes.getFirst().beforeStart());
    int start = changes.getFirst().beforeStart() - lead;
    int end = Math.min(before.size(), changes.getLast().beforeEnd() + CONTEXT_LINES);
    int afterStart = changes.getFirst().afterStart() - lead;
    int afterEnd = changes.getLast().afterEnd() + end - changes.getLast().beforeEnd();
    out.append("@@ -").append(range(start, end));
    out.append(" +").append(range(afterStart, afterEnd)).append(" @@\n");
    int at = start;
    for (var change : changes) {
      lines(' ', before.subList(at, change.beforeStart()), out);
      lines('-', before.subList(change.beforeStart(), change.beforeEnd()), out);
      lines('+', after.subList(change.afterStart(), change.afterEnd()), out);
      at = change.beforeEnd();
    }
    lines(' ', before.subList(at, end), out);
  }

  private static String range(int start, int end) {
    int lines = end - start;
    // An empty range is named by the line before it.
    int first = lines == 0 ? start : start + 1;
    return lines == 1 ? String.valueOf(first) : first + "," + lines;
  }

  private static void lines(char mark, List<String> lines, StringBuilder out) {
    for (var line : lines) {
      out.append(mark).append(line);
      if (!line.endsWith("\n")) {
        out.append("\n\\ No newline at end of file\n");
      }
    }
  }
}
