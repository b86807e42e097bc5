package dev.ferrule.rules.regex;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Classes and case of characters in Unicode 14, the version that Python 3.11 knows. The JDK's own
 * tables follow a later version, and change with it, so they are not asked.
 */
final class Unicode {
  static final CodePointSet WORD;
  static final CodePointSet DIGIT;
  static final CodePointSet SPACE;

  /** Code points that have another one as lower case, sorted, and beside each that one. */
  private static final int[] CASED;

  private static final int[] LOWER;
  private static final CodePointSet CASED_SET;
  private static final Map<Integer, Integer> ASTRAL_UPPER;

  /** Lower-case letters that share an upper case, by each of them. */
  private static final TreeMap<Integer, int[]> SAME = new TreeMap<>();

  private static final int[] NONE = {};

  /** By lower case, the code points that have it. */
  private static final Map<Integer, int[]> BY_LOWER = new HashMap<>();

  static {
    var words = new HashMap<String, CodePointSet.Builder>();
    var lower = new TreeMap<Integer, Integer>();
    var upper = new TreeMap<Integer, Integer>();
    read(words, lower, upper);
    WORD = words.getOrDefault("word", new CodePointSet.Builder()).build();
    DIGIT = words.getOrDefault("digit", new CodePointSet.Builder()).build();
    SPACE = words.getOrDefault("space", new CodePointSet.Builder()).build();
    CASED = lower.keySet().stream().mapToInt(point -> point).toArray();
    LOWER = lower.values().stream().mapToInt(point -> point).toArray();
    var cased = new CodePointSet.Builder();
    Arrays.stream(CASED).forEach(cased::add);
    CASED_SET = cased.build();
    lower.forEach((point, to) -> BY_LOWER.merge(to, new int[] {point}, Unicode::joined));
    ASTRAL_UPPER = Map.copyOf(upper);
  }

  private Unicode() {}

  private static int[] joined(int[] first, int[] second) {
    int[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static void read(
      Map<String, CodePointSet.Builder> sets,
      Map<Integer, Integer> lower,
      Map<Integer, Integer> upper) {
    try (var in = Unicode.class.getResourceAsStream("unicode-14.txt")) {
      if (in == null) {
        throw new IllegalStateException("the table of Unicode 14 is missing");
      }
      var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] words = line.split(" ");
        for (int i = 1; i < words.length; i++) {
          switch (words[0]) {
            case "#" -> {}
            case "lower" -> readRun(words[i], lower);
            case "upperastral" -> readRun(words[i], upper);
            case "same" -> readSame(words[i]);
            default ->
                readRange(
                    words[i], sets.computeIfAbsent(words[0], name -> new CodePointSet.Builder()));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void readRange(String word, CodePointSet.Builder into) {
    int dash = word.indexOf('-');
    int first = Integer.parseInt(dash < 0 ? word : word.substring(0, dash), 16);
    into.add(first, dash < 0 ? first : Integer.parseInt(word.substring(dash + 1), 16));
  }

  private static void readRun(String word, Map<Integer, Integer> into) {
    int dash = word.indexOf('-');
    int slash = word.indexOf('/');
    int first = Integer.parseInt(word.substring(0, dash), 16);
    int last = Integer.parseInt(word.substring(dash + 1, slash), 16);
    int step = word.charAt(slash + 1) - '0';
    int delta = Integer.parseInt(word.substring(slash + 2));
    for (int point = first; point <= last; point += step) {
      into.put(point, point + delta);
    }
  }

  private static void readSame(String word) {
    int[] same = Arrays.stream(word.split(",")).mapToInt(p -> Integer.parseInt(p, 16)).toArray();
    for (int point : same) {
      SAME.put(point, same);
    }
  }

  static int lower(int point) {
    if (point < 128) {
      return asciiLower(point);
    }
    int found = Arrays.binarySearch(CASED, point);
    return found < 0 ? point : LOWER[found];
  }

  static int asciiLower(int point) {
    return point >= 'A' && point <= 'Z' ? point + 32 : point;
  }

  /** Adds what is above U+FFFF and has its upper case between the two. */
  static void astralLowerOf(int first, int last, CodePointSet.Builder into) {
    ASTRAL_UPPER.forEach((point, upper) -> {
      if (upper >= first && upper <= last) {
        into.add(point);
      }
    });
  }

  /** Adds the code points, their lower case, and the letters that are the same but for case. */
  static void addLower(int first, int last, CodePointSet.Builder into) {
    into.add(first, last);
    int from = Arrays.binarySearch(CASED, first);
    for (int i = from < 0 ? -from - 1 : from; i < CASED.length && CASED[i] <= last; i++) {
      addSame(LOWER[i], into);
    }
    SAME.subMap(first, last + 1).keySet().forEach(point -> addSame(point, into));
  }

  private static void addSame(int lower, CodePointSet.Builder into) {
    into.add(lower);
    for (int point : SAME.getOrDefault(lower, NONE)) {
      into.add(point);
    }
  }

  /** All code points that are the same as this one but for case. */
  static CodePointSet sameAs(int point) {
    var lower = new CodePointSet.Builder();
    addSame(lower(point), lower);
    var builder = new CodePointSet.Builder();
    lower
        .build()
        .forEach(letter -> {
          builder.add(letter);
          for (int upper : BY_LOWER.getOrDefault(letter, NONE)) {
            builder.add(upper);
          }
        });
    return builder.build();
  }

  /** All code points whose lower case is in the set. */
  static CodePointSet withLowerIn(CodePointSet set) {
    var builder = new CodePointSet.Builder().add(set.without(CASED_SET));
    for (int i = 0; i < CASED.length; i++) {
      if (set.contains(LOWER[i])) {
        builder.add(CASED[i]);
      }
    }
    return builder.build();
  }

  /** All code points whose ASCII lower case is in the set. */
  static CodePointSet withAsciiLowerIn(CodePointSet set) {
    var builder = new CodePointSet.Builder().add(set.without(CodePointSet.range('A', 'Z')));
    for (int point = 'a'; point <= 'z'; point++) {
      if (set.contains(point)) {
        builder.add(point - 32);
      }
    }
    return builder.build();
  }
}
