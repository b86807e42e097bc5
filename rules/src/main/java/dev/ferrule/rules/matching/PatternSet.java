package dev.ferrule.rules.matching;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.regex.PythonRegex;
import dev.ferrule.rules.regex.RegexSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Patterns in Python's dialect, looked for in one scan. Immutable, thread-safe. */
public final class PatternSet {
  private final List<String> patterns;
  private final RegexSet compiled;
  private final int[] numbers;
  private final List<String> problems;

  private PatternSet(List<String> patterns, PythonRegex.Case letters) {
    this.patterns = List.copyOf(patterns);
    var good = new ArrayList<PythonRegex>();
    var numbersOfGood = new ArrayList<Integer>();
    var bad = new ArrayList<String>();
    for (int i = 0; i < patterns.size(); i++) {
      try {
        good.add(PythonRegex.compile(patterns.get(i), letters));
        numbersOfGood.add(i);
      } catch (FerruleException e) {
        if (e.code() != ErrorCode.RULE_REGEX) {
          throw e;
        }
        bad.add("entry %d, `%s`: %s".formatted(i + 1, patterns.get(i), e.getMessage()));
      }
    }
    this.compiled = RegexSet.of(good);
    this.numbers = numbersOfGood.stream().mapToInt(Integer::intValue).toArray();
    this.problems = List.copyOf(bad);
  }

  /** Compiles patterns; those that are none are never found, and stand in {@link #problems}. */
  public static PatternSet of(List<String> patterns, PythonRegex.Case letters) {
    return new PatternSet(patterns, letters);
  }

  /** The patterns, in order. */
  public List<String> patterns() {
    return patterns;
  }

  /** What is wrong with the patterns that are none. */
  public List<String> problems() {
    return problems;
  }

  /**
   * The number of the first of the patterns that is found in the text; -1 without one.
   *
   * @throws FerruleException with {@link ErrorCode#RULE_LIMIT} when a search takes too many steps
   */
  public int first(String text) {
    return all(text).nextSetBit(0);
  }

  /**
   * The numbers of all patterns that are found in the text.
   *
   * @throws FerruleException with {@link ErrorCode#RULE_LIMIT} when a search takes too many steps
   */
  public BitSet all(String text) {
    long[] hits = new long[compiled.words()];
    compiled.find(text, hits);
    var found = new BitSet();
    BitSet.valueOf(hits).stream().forEach(hit -> found.set(numbers[hit]));
    return found;
  }
}
