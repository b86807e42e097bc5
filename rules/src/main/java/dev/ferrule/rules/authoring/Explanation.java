package dev.ferrule.rules.authoring;

import dev.ferrule.rules.syntax.Span;
import java.util.List;

/**
 * Why an expression came to what it did.
 *
 * @param expression the expression as text
 * @param outcome what it came to
 * @param value its value, or what it failed with; empty when the outcome says it all
 * @param at where it stands
 * @param parts what it was made of, as far as that explains it
 */
public record Explanation(
    String expression, Outcome outcome, String value, Span at, List<Explanation> parts) {
  public Explanation {
    parts = List.copyOf(parts);
  }

  /** What an expression came to. */
  public enum Outcome {
    TRUE("yes"),
    FALSE("no"),
    VALUE("="),
    FAILED("failed"),
    /** Its file was not required for this event. */
    NOT_REACHED("not reached");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }
}
