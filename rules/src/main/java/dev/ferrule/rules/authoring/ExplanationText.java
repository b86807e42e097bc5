package dev.ferrule.rules.authoring;

import java.util.List;

/** Explanations as an indented tree. Stateless. */
public final class ExplanationText {
  private ExplanationText() {}

  /** The text of several, with a blank line between them. */
  public static String render(List<Explanation> explanations) {
    var out = new StringBuilder();
    for (var explanation : explanations) {
      if (!out.isEmpty()) {
        out.append('\n');
      }
      out.append(explanation.expression()).append(": ").append(headline(explanation));
      out.append("  (").append(explanation.at().file().path()).append(':');
      out.append(explanation.at().line()).append(")\n");
      explanation.parts().forEach(part -> append(out, part, 1));
    }
    return out.toString();
  }

  private static String headline(Explanation rule) {
    return switch (rule.outcome()) {
      case TRUE -> "fired";
      case FALSE -> "did not fire";
      case VALUE -> "has a value";
      case FAILED -> "failed";
      case NOT_REACHED -> "not reached: its file was not required for this event";
    };
  }

  private static void append(StringBuilder out, Explanation explanation, int depth) {
    out.append("  ".repeat(depth));
    out.append(
        switch (explanation.outcome()) {
          case TRUE -> "yes     ";
          case FALSE -> "no      ";
          case VALUE -> "        ";
          case FAILED -> "failed  ";
          case NOT_REACHED -> "-       ";
        });
    out.append(explanation.expression());
    if (!explanation.value().isEmpty()) {
      out.append(explanation.outcome() == Explanation.Outcome.VALUE ? " = " : ": ");
      out.append(explanation.value());
    }
    out.append('\n');
    explanation.parts().forEach(part -> append(out, part, depth + 1));
  }
}
