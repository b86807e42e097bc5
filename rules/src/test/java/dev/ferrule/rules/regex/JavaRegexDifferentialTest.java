package dev.ferrule.rules.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.rules.regex.PythonRegex.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * On the syntax that both read alike, patterns are found where the JDK finds them: alone, in a set,
 * and by backtracking. Left out are {@code \B}, which the JDK finds inside of a surrogate pair, and
 * repeated groups that may match nothing, of which it misses some.
 */
class JavaRegexDifferentialTest {
  private static final String[] ATOMS = {
    "a",
    "b",
    "c",
    " ",
    "1",
    ".",
    "[ab]",
    "[^a]",
    "[a-c1]",
    "\\d",
    "\\w",
    "\\s",
    "\\S",
    "\\W",
    "\\b",
    "^",
    "ab",
    "\ud83d\ude00"
  };
  private static final String[] COUNTS = {"*", "+", "?", "{2}", "{1,3}", "*?", "+?", "{0,2}?"};
  private static final String[] TEXTS = {"a", "b", "c", "1", " ", "\n", "_", "-", "\ud83d\ude00"};

  static String pattern(Random random, int depth) {
    var pattern = new StringBuilder();
    int items = 1 + random.nextInt(4);
    for (int i = 0; i < items; i++) {
      int kind = depth > 2 ? 0 : random.nextInt(10);
      String item =
          switch (kind) {
            case 7 -> "(" + pattern(random, depth + 1) + "|" + pattern(random, depth + 1) + ")";
            case 8 -> "(?:" + pattern(random, depth + 1) + ")";
            case 9 -> "(?:" + pattern(random, depth + 1) + "|)";
            default -> ATOMS[random.nextInt(ATOMS.length)];
          };
      boolean mayBeEmpty =
          item.contains("^") || item.contains("\\b") || java(item).matcher("").find();
      pattern.append(item);
      if (!mayBeEmpty && !item.equals("ab") && random.nextInt(3) == 0) {
        pattern.append(COUNTS[random.nextInt(COUNTS.length)]);
      }
    }
    return pattern.toString();
  }

  static String text(Random random) {
    var text = new StringBuilder("a");
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      text.append(TEXTS[random.nextInt(TEXTS.length)]);
    }
    return text.toString();
  }

  /** Python's dot takes every character but a line feed, as the JDK's does in Unix mode. */
  private static Pattern java(String pattern) {
    return Pattern.compile(pattern, Pattern.UNIX_LINES);
  }

  @Test
  void aPatternAloneIsFoundWhereTheJdkFindsIt() {
    var random = new Random(42);
    for (int i = 0; i < 3_000; i++) {
      String source = pattern(random, 0);
      PythonRegex ours = PythonRegex.compile(source, Case.SENSITIVE);
      var backtracker = new Backtracker(MatchProgram.of(Parser.parse(source, 0)));
      Pattern theirs = java(source);
      for (int j = 0; j < 10; j++) {
        String text = text(random);
        boolean expected = theirs.matcher(text).find();
        assertEquals(expected, ours.find(text), () -> "/" + source + "/ in [" + text + "]");
        assertEquals(expected, backtracker.find(text), () -> "/" + source + "/ in [" + text + "]");
      }
    }
  }

  @Test
  void aSetFindsWhatTheJdkFindsOneByOne() {
    var random = new Random(43);
    for (int i = 0; i < 60; i++) {
      List<String> sources = new ArrayList<>();
      for (int j = 0; j < 70; j++) {
        sources.add(pattern(random, 0));
      }
      RegexSet set =
          RegexSet.of(sources.stream().map(s -> PythonRegex.compile(s, Case.SENSITIVE)).toList());
      List<Pattern> theirs = sources.stream().map(JavaRegexDifferentialTest::java).toList();
      var hits = new long[set.words()];
      for (int j = 0; j < 50; j++) {
        String text = text(random);
        set.find(text, hits);
        for (int k = 0; k < theirs.size(); k++) {
          assertEquals(
              theirs.get(k).matcher(text).find(),
              (hits[k >> 6] >>> k & 1) != 0,
              "/" + sources.get(k) + "/ in [" + text + "]");
        }
      }
    }
  }
}
