package dev.ferrule.server.answer;

import dev.ferrule.embed.Vectors;
import dev.ferrule.index.QuestionTerms;
import dev.ferrule.model.Chunk;
import dev.ferrule.model.TextSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses the sentences that answer a question, and says how likely it is that any does.
 *
 * <p>A sentence is judged by how near its vector is to the question's, by how much of the
 * question's weight of words it carries, and by its passage. Its vector comes from the passage's
 * own forward pass at ingest, so that choosing runs no model. Stateless.
 */
final class SentenceChooser {
  private SentenceChooser() {}

  /**
   * A sentence of a passage.
   *
   * @param passage where it stands
   * @param span where in the chunk's text
   * @param score how well it answers; comparable within one question only
   */
  record Choice(Passage passage, TextSpan span, double score) {}

  /**
   * What was chosen.
   *
   * @param sentences best first
   * @param confidence how likely it is that the passages answer the question, 0..1
   */
  record Chosen(List<Choice> sentences, double confidence) {}

  static Chosen choose(
      float[] question, QuestionTerms terms, List<Passage> passages, int maxSentences) {
    var choices = new ArrayList<Choice>();
    double bestCosine = 0;
    double bestCoverage = 0;
    for (Passage passage : passages) {
      Chunk chunk = passage.chunk();
      var context = new boolean[terms.size()];
      terms.mark(passage.document().title() + "\n" + chunk.heading(), context);
      double coverage =
          terms.coverage(passage.document().title() + "\n" + chunk.heading() + "\n" + chunk.text());
      bestCosine = Math.max(bestCosine, passage.hit().denseScore());
      bestCoverage = Math.max(bestCoverage, coverage);
      for (int i = 0; i < chunk.sentences().size(); i++) {
        TextSpan span = chunk.sentences().get(i);
        var seen = new boolean[terms.size()];
        terms.mark(span.of(chunk.text()), seen);
        double own = terms.share(seen);
        for (int t = 0; t < seen.length; t++) {
          seen[t] |= context[t];
        }
        double cosine = Vectors.cosine(question, chunk.sentenceVectors()[i]);
        double score =
            Weights.COSINE * cosine
                + Weights.OWN_WORDS * own
                + Weights.CONTEXT_WORDS * terms.share(seen)
                + Weights.PASSAGE * passage.hit().score();
        choices.add(new Choice(passage, span, score));
      }
    }
    choices.sort(Comparator.comparingDouble(choice -> -choice.score()));
    double confidence = Weights.confidence(bestCosine, bestCoverage);
    return new Chosen(best(choices, maxSentences), confidence);
  }

  /** The best, and those that come close to it. */
  private static List<Choice> best(List<Choice> choices, int maxSentences) {
    var best = new ArrayList<Choice>();
    for (Choice choice : choices) {
      if (best.size() == maxSentences
          || choice.score() < choices.getFirst().score() * Weights.CLOSE) {
        break;
      }
      best.add(choice);
    }
    return best;
  }

  /** What the signals weigh; fitted on question sets, see docs/design/answers.md. */
  static final class Weights {
    static double COSINE = 1.0;
    static double OWN_WORDS = 0.4;
    static double CONTEXT_WORDS = 0.2;
    static double PASSAGE = 0.6;
    static final double CLOSE = 0.85;

    private Weights() {}

    /** A logistic function of the best passage's cosine and share of words. */
    static double confidence(double cosine, double coverage) {
      return 1 / (1 + Math.exp(-(10 * (cosine - 0.35) + 4 * (coverage - 0.5))));
    }
  }
}
