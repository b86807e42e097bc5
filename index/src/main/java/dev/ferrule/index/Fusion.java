package dev.ferrule.index;

import java.util.Arrays;
import java.util.Comparator;
import org.apache.lucene.search.ScoreDoc;

/**
 * Joins what words found and what vectors found. Every candidate of either side is scored by both,
 * each side is scaled to 0..1 over the candidates, and the halves are added: a convex combination,
 * which beats reciprocal ranks as it keeps the distances (Bruch et al., "An Analysis of Fusion
 * Functions for Hybrid Retrieval", TOIS 2023).
 */
final class Fusion {
  private Fusion() {}

  /** A chunk that some side brought up. */
  static final class Candidate {
    final int doc;
    float lexicalScore;
    int lexicalRank;
    float denseScore = Float.NaN;
    int denseRank;
    double score;

    Candidate(int doc) {
      this.doc = doc;
    }
  }

  /** The candidates of both lists, by ascending document, with their ranks and known scores. */
  static Candidate[] union(ScoreDoc[] lexical, ScoreDoc[] dense) {
    var candidates = new java.util.HashMap<Integer, Candidate>();
    for (int i = 0; i < lexical.length; i++) {
      Candidate candidate = candidates.computeIfAbsent(lexical[i].doc, Candidate::new);
      candidate.lexicalScore = lexical[i].score;
      candidate.lexicalRank = i + 1;
    }
    for (int i = 0; i < dense.length; i++) {
      Candidate candidate = candidates.computeIfAbsent(dense[i].doc, Candidate::new);
      candidate.denseScore = dense[i].score;
      candidate.denseRank = i + 1;
    }
    var sorted = candidates.values().toArray(Candidate[]::new);
    Arrays.sort(sorted, Comparator.comparingInt(c -> c.doc));
    return sorted;
  }

  /** Sets each candidate's fused score and sorts them, best first. */
  static void fuse(Candidate[] candidates) {
    float lexicalMax = 0;
    float denseMin = Float.MAX_VALUE;
    float denseMax = -Float.MAX_VALUE;
    for (Candidate candidate : candidates) {
      lexicalMax = Math.max(lexicalMax, candidate.lexicalScore);
      denseMin = Math.min(denseMin, candidate.denseScore);
      denseMax = Math.max(denseMax, candidate.denseScore);
    }
    for (Candidate candidate : candidates) {
      double lexical = lexicalMax == 0 ? 0 : candidate.lexicalScore / lexicalMax;
      double dense =
          denseMax == denseMin ? 1 : (candidate.denseScore - denseMin) / (denseMax - denseMin);
      candidate.score = lexicalMax == 0 ? dense : (lexical + dense) / 2;
    }
    Arrays.sort(
        candidates,
        Comparator.<Candidate>comparingDouble(c -> -c.score).thenComparingInt(c -> c.doc));
  }
}
