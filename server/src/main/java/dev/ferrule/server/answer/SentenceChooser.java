package dev.ferrule.server.answer;

import dev.ferrule.embed.Vectors;
import dev.ferrule.index.QuestionTerms;
import dev.ferrule.index.TextTerms;
import dev.ferrule.model.Chunk;
import dev.ferrule.model.TextSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/**
 * Chooses the sentences that answer a question, and says how likely it is that any does.
 *
 * <p>A sentence is judged by how near its vector is to the question's, by how much of the
 * question's weight of words it carries, and by its passage. Its vector comes from the passage's
 * own forward pass at ingest, so that choosing runs no model. Stateless.
 */
final class SentenceChooser {
  /* What the signals weigh; fitted on question sets, see docs/design/answers.md. */
  private static final double COSINE = 1.0;
  private static final double OWN_WORDS = 0.4;
  private static final double CONTEXT_WORDS = 0.2;
  private static final double PASSAGE = 0.6;
  private static final double ASKED = 0.95;

  /** What all-MiniLM-L6-v2, which the weights were fitted with, gives to unrelated texts. */
  private static final double FITTED_UNRELATED_COSINE = 0.044;

  /** A further sentence is given when it scores this share of the best one's. */
  private static final double CLOSE = 0.85;

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
   * @param sentences every sentence that may answer, best first
   * @param confidence how likely it is that the passages answer the question, 0..1
   */
  record Chosen(List<Choice> sentences, double confidence) {
    /** The best, and those that come close to it. */
    List<Choice> best(int limit) {
      var best = new ArrayList<Choice>();
      var texts = new HashSet<String>();
      for (Choice choice : sentences) {
        if (best.size() == limit || choice.score() < sentences.getFirst().score() * CLOSE) {
          break;
        }
        if (texts.add(choice.span().of(choice.passage().chunk().text()))) {
          best.add(choice);
        }
      }
      return best;
    }

    /** The best sentence of each passage. */
    List<Choice> perPassage(int limit) {
      var best = new ArrayList<Choice>();
      var seen = new HashSet<Passage>();
      for (Choice choice : sentences) {
        if (best.size() < limit && seen.add(choice.passage())) {
          best.add(choice);
        }
      }
      return best;
    }
  }

  /**
   * Chooses among the sentences of {@code passages}.
   *
   * @param unrelatedCosine what cosine the model gives to texts that have nothing in common
   * @param analyzed gives the terms of a text, as the collection's index makes them
   */
  static Chosen choose(
      float[] question,
      float unrelatedCosine,
      QuestionTerms terms,
      Function<String, TextTerms> analyzed,
      List<Passage> passages) {
    var choices = new ArrayList<Choice>();
    double support = 0;
    for (Passage passage : passages) {
      Chunk chunk = passage.chunk();
      var inContext = new boolean[terms.size()];
      terms.mark(analyzed.apply(passage.document().title() + "\n" + chunk.heading()), inContext);
      TextTerms text = analyzed.apply(chunk.text());
      boolean[] inPassage = inContext.clone();
      terms.mark(text, inPassage);
      double coverage = terms.share(inPassage);
      double asked = 0;
      double passageCosine = aligned(passage.hit().denseScore(), unrelatedCosine);
      double nearest = passageCosine;
      for (int i = 0; i < chunk.sentences().size(); i++) {
        TextSpan span = chunk.sentences().get(i);
        double cosine =
            aligned(Vectors.cosine(question, chunk.sentenceVectors()[i]), unrelatedCosine);
        nearest = Math.max(nearest, cosine);
        double score =
            COSINE * cosine + words(terms, text, span, inContext) + PASSAGE * passage.hit().score();
        if (isQuestion(span.of(chunk.text()))) {
          asked = score;
        } else {
          // what follows a question in a list of questions and answers is its answer
          choices.add(new Choice(passage, span, Math.max(score, asked * ASKED)));
          asked = 0;
        }
      }
      support = Math.max(support, support(passageCosine, nearest, coverage));
    }
    choices.sort(Comparator.comparingDouble(choice -> -choice.score()));
    return new Chosen(choices, confidence(support));
  }

  /** The cosine as the model that the weights were fitted with would give it. */
  private static double aligned(double cosine, double unrelatedCosine) {
    return 1 - (1 - cosine) * (1 - FITTED_UNRELATED_COSINE) / (1 - unrelatedCosine);
  }

  private static double words(
      QuestionTerms terms, TextTerms passage, TextSpan sentence, boolean[] inContext) {
    var seen = new boolean[terms.size()];
    terms.mark(passage, sentence, seen);
    double own = terms.share(seen);
    for (int i = 0; i < seen.length; i++) {
      seen[i] |= inContext[i];
    }
    return OWN_WORDS * own + CONTEXT_WORDS * terms.share(seen);
  }

  private static boolean isQuestion(String sentence) {
    for (int i = sentence.length() - 1; i >= 0; i--) {
      char c = sentence.charAt(i);
      if (c == '?' || c == '？' || c == '؟') {
        return true;
      }
      if (Character.isLetterOrDigit(c) || c == '.' || c == '!') {
        return false;
      }
    }
    return false;
  }

  /**
   * How much a passage speaks for there being an answer: how near it and its nearest sentence are
   * in meaning, and how many of the question's words it has.
   */
  private static double support(double passageCosine, double sentenceCosine, double coverage) {
    return 0.25 * passageCosine + 0.75 * sentenceCosine + 0.3 * coverage;
  }

  /** A logistic function of the best support; its middle was fitted with the weights. */
  private static double confidence(double support) {
    return 1 / (1 + Math.exp(-14 * (support - 0.545)));
  }
}
