package dev.ferrule.rules.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.regex.PythonRegex;
import dev.ferrule.rules.regex.PythonRegex.Case;
import dev.ferrule.rules.regex.RegexSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Patterns line by line up to an empty line, and a text behind it: each pattern is one or is
 * refused, the automaton finds what the backtracker does, and a set what each finds alone.
 */
public final class RegexTarget {
  private static final int MOST_CHARS = 300;

  private RegexTarget() {}

  /** Checks one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    String all = new String(input, StandardCharsets.UTF_8);
    int end = all.indexOf("\n\n");
    if (all.length() > MOST_CHARS || end < 0) {
      return;
    }
    String text = all.substring(end + 2);
    var patterns = new ArrayList<PythonRegex>();
    for (String line : all.substring(0, end).split("\n", -1)) {
      var pattern = compile(line, Case.SENSITIVE);
      if (pattern != null) {
        patterns.add(pattern);
        // A look ahead to nothing changes nothing, but no automaton has it.
        var stepped = compile(line + "(?=)", Case.SENSITIVE);
        assertTrue(stepped != null, line);
        same(line, find(pattern, text), find(stepped, text));
      }
      var folded = compile(line, Case.INSENSITIVE);
      assertEquals(pattern == null, folded == null, line);
      if (folded != null) {
        find(folded, text);
      }
    }
    if (!patterns.isEmpty()) {
      checkSet(patterns, text);
    }
  }

  private static void checkSet(List<PythonRegex> patterns, String text) {
    var set = RegexSet.of(patterns);
    var hits = new long[set.words()];
    var failures = new long[set.words()];
    set.find(text, hits, failures);
    for (int i = 0; i < patterns.size(); i++) {
      boolean failed = (failures[i >> 6] >>> i & 1) != 0;
      @Nullable Boolean found = failed ? null : (hits[i >> 6] >>> i & 1) != 0;
      same(patterns.get(i).pattern(), find(patterns.get(i), text), found);
    }
  }

  private static void same(String pattern, @Nullable Boolean one, @Nullable Boolean other) {
    if (one != null && other != null) {
      assertEquals(one, other, pattern);
    }
  }

  private static @Nullable PythonRegex compile(String pattern, Case letters) {
    try {
      return PythonRegex.compile(pattern, letters);
    } catch (FerruleException e) {
      assertTrue(e.code() == ErrorCode.RULE_REGEX || e.code() == ErrorCode.RULE_LIMIT);
      return null;
    }
  }

  /** Whether the pattern is found, or null when it takes too many steps. */
  private static @Nullable Boolean find(PythonRegex pattern, String text) {
    try {
      return pattern.find(text);
    } catch (FerruleException e) {
      assertEquals(ErrorCode.RULE_LIMIT, e.code(), e.getMessage());
      return null;
    }
  }
}
