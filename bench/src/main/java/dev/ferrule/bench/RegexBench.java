package dev.ferrule.bench;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.regex.PythonRegex;
import dev.ferrule.rules.regex.RegexSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What do 100 patterns cost on one text, all in one scan, beside {@code java.util.regex} and RE2/J
 * one by one? On messages, documents and hostile texts, on one thread, the three taking turns; hits
 * are checked against {@code java.util.regex} with Unicode classes. Rerun: {@code ./ferrule bench
 * regex}.
 */
final class RegexBench implements Main.Bench {
  private static final int FORKS = 3;

  /** One way to ask all patterns of a text. */
  private interface Engine {
    /** How many patterns are found. */
    int count(String text);
  }

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("regex", setup.home());
    List<String> patterns = RegexTexts.patterns();
    for (Map.Entry<String, List<String>> texts : RegexTexts.read(setup).entrySet()) {
      check(patterns, texts.getValue());
      compare(report, setup, patterns, texts.getKey(), texts.getValue());
    }
    return report;
  }

  private static RegexSet set(List<String> patterns) {
    return RegexSet.of(
        patterns.stream().map(p -> PythonRegex.compile(p, PythonRegex.Case.SENSITIVE)).toList());
  }

  /** Each pattern is found in each text where the JDK finds it, with the same idea of a letter. */
  private static void check(List<String> patterns, List<String> texts) {
    int flags = Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE | Pattern.UNIX_LINES;
    List<Pattern> jdk = patterns.stream().map(p -> Pattern.compile(p, flags)).toList();
    RegexSet set = set(patterns);
    var hits = new long[set.words()];
    for (String text : texts) {
      set.find(text, hits);
      for (int i = 0; i < jdk.size(); i++) {
        if (jdk.get(i).matcher(text).find() != ((hits[i >> 6] >>> i & 1) != 0)) {
          throw new FerruleException(
              ErrorCode.INTERNAL,
              "expected what java.util.regex finds, found otherwise: pattern=" + patterns.get(i));
        }
      }
    }
  }

  private static Engine ferrule(List<String> patterns) {
    RegexSet set = set(patterns);
    var hits = new long[set.words()];
    return text -> {
      set.find(text, hits);
      int count = 0;
      for (long word : hits) {
        count += Long.bitCount(word);
      }
      return count;
    };
  }

  private static Engine jdk(List<String> patterns) {
    List<Pattern> compiled = patterns.stream().map(Pattern::compile).toList();
    return text -> {
      int count = 0;
      for (Pattern pattern : compiled) {
        count += pattern.matcher(text).find() ? 1 : 0;
      }
      return count;
    };
  }

  private static Engine re2j(List<String> patterns) {
    List<com.google.re2j.Pattern> compiled =
        patterns.stream().map(com.google.re2j.Pattern::compile).toList();
    return text -> {
      int count = 0;
      for (com.google.re2j.Pattern pattern : compiled) {
        count += pattern.matcher(text).find() ? 1 : 0;
      }
      return count;
    };
  }

  private static void compare(
      Report report, Main.Setup setup, List<String> patterns, String kind, List<String> texts) {
    var names = List.of("ferrule", "java.util.regex", "re2j");
    var medians = new double[names.size()];
    var hits = new long[names.size()];
    var nanos = new ArrayList<List<long[]>>();
    for (int i = 0; i < names.size(); i++) {
      nanos.add(new ArrayList<>());
    }
    int forks = setup.quick() ? 1 : FORKS;
    for (int fork = 0; fork < forks; fork++) {
      List<Engine> engines = List.of(ferrule(patterns), jdk(patterns), re2j(patterns));
      double seconds = setup.quick() ? 0.2 : 1.5;
      for (int i = 0; i < engines.size(); i++) {
        hits[i] = warm(engines.get(i), texts, seconds);
      }
      int rounds = setup.quick() ? 1 : Math.max(2, 500 / texts.size());
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < engines.size(); i++) {
          nanos.get(i).add(times(engines.get(i), texts, hits[i]));
        }
      }
    }
    long chars = texts.stream().mapToLong(String::length).sum();
    for (int i = 0; i < names.size(); i++) {
      long[] all = nanos.get(i).stream().flatMapToLong(Arrays::stream).sorted().toArray();
      double mean = (double) Arrays.stream(all).sum() / all.length;
      medians[i] = all[all.length / 2];
      Map<String, Object> row = report.row(names.get(i));
      row.put("texts", kind);
      row.put("count", texts.size());
      row.put("hits", hits[i]);
      row.put("chars/text", chars / texts.size());
      row.put("mean us/text", Report.round(mean / 1e3));
      row.put("p50 us", Report.round(medians[i] / 1e3));
      row.put("p99 us", Report.round(all[all.length * 99 / 100] / 1e3));
      row.put("ns/char at p50", Report.round(medians[i] * texts.size() / chars));
    }
    report.ratio(kind + ": p50, times java.util.regex", medians[1] / medians[0]);
    report.ratio(kind + ": p50, times re2j", medians[2] / medians[0]);
  }

  private static long warm(Engine engine, List<String> texts, double seconds) {
    long begun = System.nanoTime();
    long hits;
    do {
      hits = 0;
      for (String text : texts) {
        hits += engine.count(text);
      }
    } while (System.nanoTime() - begun < seconds * 1e9);
    return hits;
  }

  private static long[] times(Engine engine, List<String> texts, long expectedHits) {
    var times = new long[texts.size()];
    long hits = 0;
    for (int i = 0; i < times.length; i++) {
      long begun = System.nanoTime();
      hits += engine.count(texts.get(i));
      times[i] = System.nanoTime() - begun;
    }
    if (hits != expectedHits) {
      throw new FerruleException(
          ErrorCode.INTERNAL, "expected hits=%d, found hits=%d".formatted(expectedHits, hits));
    }
    return times;
  }
}
