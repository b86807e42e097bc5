package dev.ferrule.text;

import dev.ferrule.model.TextSpan;
import java.util.List;

/** Finds the sentences of running text. Thread-safe. */
@FunctionalInterface
public interface SentenceSplitter {
  /**
   * Appends the sentences of {@code text[startChars, endChars)} to {@code out}, in order and
   * without overlap. Together they hold all but white space. O(n) time for any input.
   */
  void split(String text, int startChars, int endChars, List<TextSpan> out);
}
