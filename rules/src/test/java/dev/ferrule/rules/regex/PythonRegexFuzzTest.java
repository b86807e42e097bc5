package dev.ferrule.rules.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.regex.PythonRegex.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any text is a pattern or is refused, and a search ends; {@code -Dregex.seed} replays a run. */
class PythonRegexFuzzTest {
  private static final String[] PIECES = {
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "?",
    "*",
    "+",
    "|",
    "\\",
    "^",
    "$",
    "-",
    ":",
    "=",
    "!",
    "<",
    ">",
    "P",
    "#",
    "i",
    ",",
    ".",
    "0",
    "1",
    "9",
    " ",
    "\n",
    "a",
    "b",
    "\u00e9",
    "\ud83d\ude00",
    "\ud800",
    "(?:",
    "(?P<a>",
    "(?P=a)",
    "(?(1)",
    "(?<=",
    "(?!",
    "(?>",
    "(?i)",
    "(?x)",
    "(?-i:",
    "{2,3}",
    "{0,99999}",
    "*+",
    "\\w",
    "\\b",
    "\\1",
    "\\x4",
    "\\u00e9",
    "\\N{",
    "[^",
    "\\d-",
    "(?#"
  };

  private static final long SEED = Long.getLong("regex.seed", 20_260_731);

  private static String pieces(Random random, int most) {
    var text = new StringBuilder();
    int count = random.nextInt(most);
    for (int i = 0; i < count; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  @Test
  void everyTextIsAPatternOrIsRefused() {
    var random = new Random(SEED);
    int valid = 0;
    for (int i = 0; i < 6_000; i++) {
      String pattern = pieces(random, 14);
      String text = pieces(random, 20);
      long begun = System.nanoTime();
      try {
        PythonRegex.compile(pattern, Case.INSENSITIVE).find(text);
        valid++;
      } catch (FerruleException e) {
        assertTrue(
            e.code() == ErrorCode.RULE_REGEX || e.code() == ErrorCode.RULE_LIMIT, e.getMessage());
      } catch (RuntimeException | StackOverflowError e) {
        fail("seed=" + SEED + " round=" + i + " pattern=" + pattern + " text=" + text, e);
      }
      long millis = (System.nanoTime() - begun) / 1_000_000;
      assertTrue(millis < 3_000, () -> "seed=" + SEED + " took " + millis + " ms: " + pattern);
    }
    assertTrue(valid > 600, "too few valid patterns: " + valid);
  }

  @Test
  void aSetOfAnyPatternsFindsWhatEachFindsAlone() {
    var random = new Random(SEED);
    for (int round = 0; round < 12; round++) {
      List<PythonRegex> patterns = new ArrayList<>();
      while (patterns.size() < 80) {
        try {
          patterns.add(PythonRegex.compile(pieces(random, 8), Case.SENSITIVE));
        } catch (FerruleException e) {
          assertTrue(e.code() == ErrorCode.RULE_REGEX, e.getMessage());
        }
      }
      RegexSet set = RegexSet.of(patterns);
      var hits = new long[set.words()];
      var failures = new long[set.words()];
      for (int i = 0; i < 20; i++) {
        String text = pieces(random, 30);
        set.find(text, hits, failures);
        for (int k = 0; k < patterns.size(); k++) {
          if ((failures[k >> 6] >>> k & 1) == 0) {
            String pattern = patterns.get(k).pattern();
            assertEquals(
                patterns.get(k).find(text),
                (hits[k >> 6] >>> k & 1) != 0,
                () -> "seed=" + SEED + " pattern=" + pattern + " text=" + text);
          }
        }
      }
    }
  }
}
