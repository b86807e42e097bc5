package dev.ferrule.rules.bytecode;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.regex.PythonRegex;
import dev.ferrule.rules.values.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The patterns that look at one text, which share one scan of it. Immutable. */
final class SearchGroup {
  private final List<PythonRegex> patterns;

  SearchGroup(List<PythonRegex> patterns) {
    this.patterns = List.copyOf(patterns);
  }

  State newState() {
    return new State(this);
  }

  /** What the scan of one event's text found. Confined. */
  static final class State {
    private final SearchGroup group;
    private final long[] hits;
    private @Nullable String scanned;
    private boolean failed;

    State(SearchGroup group) {
      this.group = group;
      hits = new long[(group.patterns.size() + 63) >> 6];
    }

    void reset() {
      scanned = null;
    }

    /** The truth of one pattern for the text of this event. */
    int find(Frame frame, int pattern, int slot, String text) {
      if (text != scanned) {
        scan(text);
      }
      return failed
          ? findAlone(frame, pattern, slot, text)
          : (int) (hits[pattern >> 6] >>> pattern) & 1;
    }

    private void scan(String text) {
      scanned = text;
      failed = false;
      java.util.Arrays.fill(hits, 0);
      try {
        for (int i = 0; i < group.patterns.size(); i++) {
          if (group.patterns.get(i).find(text)) {
            hits[i >> 6] |= 1L << i;
          }
        }
      } catch (FerruleException e) {
        failed = true;
      }
    }

    /* One pattern is too expensive on this text: that one fails, the others do not. */
    private int findAlone(Frame frame, int pattern, int slot, String text) {
      try {
        return Truth.of(group.patterns.get(pattern).find(text));
      } catch (FerruleException e) {
        frame.report(slot, Failure.unexpected("TimeoutError", String.valueOf(e.getMessage())));
        return Truth.FAILED;
      }
    }
  }
}
