package dev.ferrule.index;

import dev.ferrule.model.TextSpan;
import java.util.ArrayList;
import java.util.Arrays;
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

  /* An open table of the terms by their hashes, at most a quarter full; -1 where it is empty. */
  private final int[] slots;
  private final long[] hashes;

  QuestionTerms(Analyzer analyzer, Map<String, Double> idfByTerm) {
    this.analyzer = analyzer;
    this.positions = new java.util.HashMap<>();
    this.weights = new double[idfByTerm.size()];
    this.hashes = new long[weights.length];
    this.slots = new int[Math.max(16, Integer.highestOneBit(weights.length) * 8)];
    Arrays.fill(slots, -1);
    double sum = 0;
    int at = 0;
    for (Map.Entry<String, Double> entry : idfByTerm.entrySet()) {
      positions.put(entry.getKey(), at);
      hashes[at] = TextTerms.hash(entry.getKey());
      int slot = (int) hashes[at] & slots.length - 1;
      while (slots[slot] >= 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = at;
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

  /** Sets {@code seen[i]} for each term found in {@code text}; {@code [size()]}. */
  public void mark(TextTerms text, boolean[] seen) {
    mark(text, 0, text.size(), seen);
  }

  /** Sets {@code seen[i]} for each term found in a part of {@code text}; {@code [size()]}. */
  public void mark(TextTerms text, TextSpan part, boolean[] seen) {
    mark(text, text.firstFrom(part.startChars()), text.firstFrom(part.endChars()), seen);
  }

  private void mark(TextTerms text, int from, int to, boolean[] seen) {
    for (int i = from; i < to; i++) {
      int position = position(text.hash(i));
      if (position >= 0) {
        seen[position] = true;
      }
    }
  }

  /* Which term has this hash, or -1. */
  private int position(long hash) {
    int mask = slots.length - 1;
    for (int slot = (int) hash & mask; slots[slot] >= 0; slot = slot + 1 & mask) {
      if (hashes[slots[slot]] == hash) {
        return slots[slot];
      }
    }
    return -1;
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
