package dev.ferrule.index;

import dev.ferrule.model.TextSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;

/**
 * The telling words of a question with their weight in one collection, to be looked for in texts.
 * Immutable, thread-safe.
 */
public final class QuestionTerms {
  private final Analyzer analyzer;
  private final Map<String, Integer> positions;
  private final double[] weights;
  private final double total;

  QuestionTerms(Analyzer analyzer, Map<String, Double> idfByTerm) {
    this.analyzer = analyzer;
    this.positions = new java.util.HashMap<>();
    this.weights = new double[idfByTerm.size()];
    double sum = 0;
    int at = 0;
    for (Map.Entry<String, Double> entry : idfByTerm.entrySet()) {
      positions.put(entry.getKey(), at);
      weights[at++] = entry.getValue();
      sum += entry.getValue();
    }
    this.total = sum;
  }

  /** How many different terms there are. */
  public int size() {
    return weights.length;
  }

  /** The weight (inverse document frequency) of all terms together. */
  public double totalWeight() {
    return total;
  }

  /** The share of the question's weight that {@code text} contains, 0..1; 0 without terms. */
  public double coverage(String text) {
    var seen = new boolean[weights.length];
    mark(text, seen);
    return share(seen);
  }

  /** Sets {@code seen[i]} for each term found in {@code text}; {@code [size()]}. */
  public void mark(String text, boolean[] seen) {
    for (Analyzers.Term term : Analyzers.terms(analyzer, text)) {
      Integer position = positions.get(term.text());
      if (position != null) {
        seen[position] = true;
      }
    }
  }

  /** The share of the question's weight in the terms that are set, 0..1; 0 without terms. */
  public double share(boolean[] seen) {
    double sum = 0;
    for (int i = 0; i < seen.length; i++) {
      if (seen[i]) {
        sum += weights[i];
      }
    }
    return total == 0 ? 0 : sum / total;
  }

  /** The different words of {@code text} that match, as the text spells them first. */
  public List<String> matched(String text) {
    var found = new LinkedHashMap<String, String>();
    for (Analyzers.Term term : Analyzers.terms(analyzer, text)) {
      if (positions.containsKey(term.text())) {
        found.putIfAbsent(term.text(), text.substring(term.startChars(), term.endChars()));
      }
    }
    return List.copyOf(found.values());
  }

  /** Where in {@code text} a term stands, in order. */
  public List<TextSpan> highlights(String text) {
    var spans = new ArrayList<TextSpan>();
    for (Analyzers.Term term : Analyzers.terms(analyzer, text)) {
      if (positions.containsKey(term.text())) {
        spans.add(new TextSpan(term.startChars(), term.endChars()));
      }
    }
    return spans;
  }
}
