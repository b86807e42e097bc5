package dev.ferrule.rules.bytecode;

import dev.ferrule.rules.regex.PythonRegex;
import dev.ferrule.rules.regex.RegexSet;
import dev.ferrule.rules.values.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The patterns that look at one text, which share one scan of it. Thread-safe. */
final class SearchGroup {
  private final RegexSet patterns;

  SearchGroup(List<PythonRegex> patterns) {
    this.patterns = RegexSet.of(patterns);
  }

  State newState() {
    return new State(patterns);
  }

  /** What the scan of one event's text found. Confined. */
  static final class State {
    private final RegexSet patterns;
    private final long[] hits;
    private final long[] failures;
    private @Nullable String scanned;

    State(RegexSet patterns) {
      this.patterns = patterns;
      hits = new long[patterns.words()];
      failures = new long[patterns.words()];
    }

    void reset() {
      scanned = null;
    }

    /** The truth of one pattern for the text of this event. */
    int find(Frame frame, int pattern, int slot, String text) {
      if (text != scanned) {
        patterns.find(text, hits, failures);
        scanned = text;
      }
      if ((failures[pattern >> 6] >>> pattern & 1) != 0) {
        return fail(frame, pattern, slot);
      }
      return (int) (hits[pattern >> 6] >>> pattern) & 1;
    }

    private int fail(Frame frame, int pattern, int slot) {
      frame.report(
          slot,
          Failure.unexpected(
              "TimeoutError",
              "expected a search within its limit of steps, found one that takes more: "
                  + patterns.pattern(pattern).pattern()));
      return Truth.FAILED;
    }
  }
}
