package dev.ferrule.rules.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.regex.PythonRegex.Case;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Patterns that make other engines run for years end within a stated time, on texts of a million
 * characters. The times leave room for a busy machine; an idle one needs a fifth.
 */
class RegexExplosionTest {
  private static final int LARGE = 1 << 20;
  private static final String AS = "a".repeat(LARGE);
  private static final String MIXED = mixed();

  private static String mixed() {
    var random = new Random(7);
    var text = new StringBuilder();
    for (int i = 0; i < LARGE; i++) {
      text.append(random.nextBoolean() ? 'a' : 'b');
    }
    return text.toString();
  }

  /** What a search answers within the time: yes, no, or the code of its limit. */
  private static String within(Duration limit, String pattern, String text) {
    return assertTimeout(
        limit,
        () -> {
          try {
            return PythonRegex.compile(pattern, Case.SENSITIVE).find(text) ? "yes" : "no";
          } catch (FerruleException e) {
            assertEquals(ErrorCode.RULE_LIMIT, e.code(), e.getMessage());
            return "limit";
          }
        });
  }

  @Test
  void regularPatternsTakeTimeThatGrowsWithTheTextOnly() {
    Duration limit = Duration.ofSeconds(2);
    for (String pattern :
        List.of(
            "(a+)+$", "(a|a)*b", "(a|aa)+$", "(.*)*x", "(?:\\w+\\s?)+$", ".*.*.*=.*", "(a*)*b")) {
      assertEquals("no", within(limit, pattern, AS + "!"), pattern);
    }
  }

  @Test
  void countsOfCountsEnd() {
    Duration limit = Duration.ofSeconds(5);
    assertEquals("no", within(limit, "(?:x{1000}){1000}", AS));
    assertEquals("yes", within(limit, "(?:a{1000}){1000}", AS));
    assertEquals("no", within(limit, "((((a{0,9}){0,9}){0,9}){0,9}){0,9}b", AS));
    assertEquals("no", within(limit, "(\\w{1,50}\\s){1,50}z", AS));
    assertEquals("yes", within(limit, "(?:){4000000000}", AS));
    assertEquals("limit", within(limit, "(?:(?=a)){4000000000}", AS));
  }

  @Test
  void automataThatWouldGrowWithoutBoundAreWalkedUpToALimit() {
    Duration limit = Duration.ofSeconds(5);
    assertEquals("no", within(limit, "a[ab]{20}c", MIXED));
    for (int count : new int[] {200, 2_000, 20_000}) {
      assertEquals("limit", within(limit, "a[ab]{" + count + "}c", MIXED));
    }
  }

  @Test
  void searchesThatRetryTooMuchAreGivenUp() {
    Duration limit = Duration.ofSeconds(2);
    assertEquals("limit", within(limit, "(?=(a+)+$)a", AS + "!"));
    assertEquals("limit", within(limit, "(.*)(.*)(.*)\\1x", MIXED + "x"));
    assertEquals("limit", within(limit, "(?:a|b)*+c|(b)\\1{40}", MIXED + "c".repeat(0)));
  }

  @Test
  void theLongestPatternsEnd() {
    Duration limit = Duration.ofSeconds(8);
    int longest = PythonRegex.MAX_PATTERN_CHARS;
    assertEquals("yes", within(limit, "a?".repeat(longest / 2), MIXED));
    assertEquals("yes", within(limit, "a*".repeat(longest / 2), MIXED));
    assertEquals("yes", within(limit, "(a|b)|".repeat(longest / 6), MIXED));
    assertEquals("limit", within(limit, "a".repeat(longest), AS));
    assertEquals("limit", within(limit, "\\w".repeat(longest / 2), MIXED));
    assertEquals("yes", within(limit, "(?i)" + "[\\x01-\\uffff]".repeat(5_000), AS));
  }
}
