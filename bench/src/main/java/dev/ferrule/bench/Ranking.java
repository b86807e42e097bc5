package dev.ferrule.bench;

import java.util.List;
import java.util.Map;

/** Measures of a ranked list against judgements, as trec_eval and MTEB compute them. */
final class Ranking {
  private Ranking() {}

  /** Normalised discounted cumulative gain of the first {@code depth}, linear gains. */
  static double ndcg(List<String> ranked, Map<String, Integer> grades, int depth) {
    double gain = 0;
    for (int i = 0; i < Math.min(depth, ranked.size()); i++) {
      gain += grades.getOrDefault(ranked.get(i), 0) / log2(i + 2);
    }
    List<Integer> best = grades.values().stream().sorted((a, b) -> b - a).limit(depth).toList();
    double ideal = 0;
    for (int i = 0; i < best.size(); i++) {
      ideal += best.get(i) / log2(i + 2);
    }
    return ideal == 0 ? 0 : gain / ideal;
  }

  /** The share of relevant documents among the first {@code depth}. */
  static double recall(List<String> ranked, Map<String, Integer> grades, int depth) {
    long relevant = grades.values().stream().filter(grade -> grade > 0).count();
    long found =
        ranked.stream()
            .limit(depth)
            .filter(document -> grades.getOrDefault(document, 0) > 0)
            .count();
    return relevant == 0 ? 0 : (double) found / relevant;
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
