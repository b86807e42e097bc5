package dev.ferrule.rules.regex;

import dev.ferrule.rules.regex.Regular.Slack;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How one pattern is searched: by an automaton alone when it is regular; else an automaton rules
 * out what it can, and the {@link Backtracker} decides the rest. Thread-safe.
 */
final class Search {
  /** Nodes of one pattern; a count of a count soon exceeds it. */
  static final int MAX_NODES = 70_000;

  private static final int MAX_ENTRIES = 1 << 17;

  private static final long[] FIRST = {1};

  private final LazyDfa automaton;
  private final boolean exact;
  private final @Nullable MatchProgram program;
  private final AtomicReference<@Nullable Backtracker> idle = new AtomicReference<>();

  private Search(LazyDfa automaton, boolean exact, @Nullable MatchProgram program) {
    this.automaton = automaton;
    this.exact = exact;
    this.program = program;
  }

  static Search of(Parser.Parsed parsed) {
    if (Regular.isRegular(parsed.tree())) {
      LazyDfa exact = automaton(parsed.tree());
      if (exact != null) {
        return new Search(exact, true, null);
      }
    }
    LazyDfa gate = null;
    for (Slack slack : Slack.values()) {
      gate = gate == null ? automaton(Regular.superset(parsed.tree(), slack)) : gate;
    }
    if (gate == null) {
      throw PatternSource.limit(
          "expected a pattern of at most %d characters and sets, found more".formatted(MAX_NODES));
    }
    return new Search(gate, false, MatchProgram.of(parsed));
  }

  private static @Nullable LazyDfa automaton(Tree tree) {
    var nfa = new Nfa(MAX_NODES);
    return nfa.add(tree, 0) ? new LazyDfa(nfa, FIRST, 1, MAX_ENTRIES) : null;
  }

  boolean find(String text) {
    if (!automaton.any(text)) {
      return false;
    }
    return exact || backtrack(text);
  }

  private boolean backtrack(String text) {
    Backtracker backtracker = idle.getAndSet(null);
    if (backtracker == null) {
      backtracker = new Backtracker(Objects.requireNonNull(program));
    }
    boolean found = backtracker.find(text);
    backtracker.trim();
    idle.set(backtracker);
    return found;
  }
}
