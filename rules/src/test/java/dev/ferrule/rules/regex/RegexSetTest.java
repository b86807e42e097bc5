package dev.ferrule.rules.regex;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.regex.PythonRegex.Case;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegexSetTest {
  private static RegexSet set(String... patterns) {
    return RegexSet.of(
        Arrays.stream(patterns).map(p -> PythonRegex.compile(p, Case.INSENSITIVE)).toList());
  }

  private static List<Integer> found(RegexSet set, String text) {
    var hits = new long[set.words()];
    set.find(text, hits);
    return IntStream.range(0, set.size())
        .filter(i -> (hits[i >> 6] >>> i & 1) != 0)
        .boxed()
        .toList();
  }

  @Test
  void eachPatternHasItsBit() {
    RegexSet set = set("free money", "\\d{3}-\\d{4}", "^start", "end$", "(\\w)\\1{3}", "");
    assertEquals(List.of(0, 5), found(set, "get FREE money now"));
    assertEquals(List.of(1, 2, 5), found(set, "start 555-1234 x"));
    assertEquals(List.of(3, 4, 5), found(set, "soooooo\u0301 the end\n"));
    assertEquals(List.of(5), found(set, ""));
  }

  @Test
  void bitsOfAnEarlierTextAreCleared() {
    RegexSet set = set("a", "b");
    var hits = new long[] {-1};
    set.find("b", hits);
    assertArrayEquals(new long[] {2}, hits);
  }

  @Test
  void aSetOfNothingFindsNothing() {
    RegexSet set = RegexSet.of(List.of());
    set.find("text", new long[set.words()]);
    assertEquals(0, set.words());
  }

  @Test
  void aPatternThatTakesTooLongFailsAlone() {
    RegexSet set = set("a", "(?=(a+)+$)a", "b");
    String text = "a".repeat(50_000) + "b";
    var hits = new long[1];
    var failures = new long[1];
    set.find(text, hits, failures);
    assertEquals(0b101, hits[0]);
    assertEquals(0b010, failures[0]);
    var thrown = assertThrows(FerruleException.class, () -> set.find(text, hits));
    assertEquals(ErrorCode.RULE_LIMIT, thrown.code());
  }

  /** Each gap doubles the states; no automaton holds those of all. */
  private static List<PythonRegex> gaps(int count) {
    List<PythonRegex> patterns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      char from = (char) ('a' + i % 26);
      patterns.add(
          PythonRegex.compile(
              "%s%s.*%s%s.*%s".formatted(from, i % 10, i % 10, from, i % 7), Case.SENSITIVE));
    }
    return patterns;
  }

  private static String noise(Random random, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(
          (char) (random.nextBoolean() ? 'a' + random.nextInt(26) : '0' + random.nextInt(10)));
    }
    return text.toString();
  }

  @Test
  void patternsThatDoNotGetOnInOneAutomatonAreParted() {
    List<PythonRegex> patterns = gaps(80);
    RegexSet set = RegexSet.of(patterns);
    assertEquals(1, set.groupCount());
    var random = new Random(5);
    var hits = new long[set.words()];
    for (int i = 0; i < 40; i++) {
      String text = noise(random, 3_000);
      set.find(text, hits);
      for (int k = 0; k < patterns.size(); k++) {
        assertEquals(patterns.get(k).find(text), (hits[k >> 6] >>> k & 1) != 0);
      }
    }
    assertTrue(set.groupCount() > 1, "found no split");
  }

  @Test
  void threadsThatShareASetFindTheSame() throws Exception {
    List<PythonRegex> patterns = gaps(40);
    patterns.add(PythonRegex.compile("(\\w)\\1\\1", Case.SENSITIVE));
    patterns.add(PythonRegex.compile("\\b\\w{12,30}7\\b", Case.SENSITIVE));
    RegexSet set = RegexSet.of(patterns);
    var random = new Random(6);
    var texts = IntStream.range(0, 200).mapToObj(i -> noise(random, 300)).toList();
    List<long[]> expected = new ArrayList<>();
    for (String text : texts) {
      var bits = new long[set.words()];
      for (int k = 0; k < patterns.size(); k++) {
        bits[k >> 6] |= patterns.get(k).find(text) ? 1L << k : 0;
      }
      expected.add(bits);
    }
    Callable<Integer> scan =
        () -> {
          var hits = new long[set.words()];
          int wrong = 0;
          for (int round = 0; round < 20; round++) {
            for (int i = 0; i < texts.size(); i++) {
              set.find(texts.get(i), hits);
              wrong += Arrays.equals(expected.get(i), hits) ? 0 : 1;
            }
          }
          return wrong;
        };
    try (var pool = Executors.newFixedThreadPool(8)) {
      for (Future<Integer> wrong : pool.invokeAll(List.of(scan, scan, scan, scan, scan, scan))) {
        assertEquals(0, wrong.get());
      }
    }
  }

  @Test
  void aWarmScanAllocatesNothing() {
    RegexSet set = set("free money", "\\bclick\\b.*\\bhere\\b", "\\d{4,}", "[^\\x00-\\x7f]", "e$");
    var random = new Random(8);
    var texts = IntStream.range(0, 50).mapToObj(i -> noise(random, 200) + " \u00e9 e").toList();
    var hits = new long[set.words()];
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = 0;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < texts.size(); i++) {
        set.find(texts.get(i), hits);
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertTrue(allocated < texts.size(), "a warm scan allocated " + allocated + " bytes");
  }
}
