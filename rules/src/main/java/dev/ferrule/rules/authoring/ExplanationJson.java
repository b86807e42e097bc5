package dev.ferrule.rules.authoring;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Explanations as JSON, the same wherever they are asked for. Stateless. */
public final class ExplanationJson {
  private ExplanationJson() {}

  /** Writes an expression with its outcome and value, and its parts within it. */
  public static void write(Explanation explanation, ObjectNode into) {
    into.put("expression", explanation.expression())
        .put("outcome", explanation.outcome().text())
        .put("value", explanation.value())
        .put("path", explanation.at().file().path())
        .put("line", explanation.at().line());
    ArrayNode parts = into.putArray("parts");
    explanation.parts().forEach(part -> write(part, parts.addObject()));
  }
}
