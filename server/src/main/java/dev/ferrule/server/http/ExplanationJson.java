package dev.ferrule.server.http;

import dev.ferrule.rules.authoring.Explanation;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Explanations as JSON, the same over HTTP and on the command line. Stateless. */
public final class ExplanationJson {
  private ExplanationJson() {}

  /** An expression with its outcome and value, and its parts within it. */
  public static ObjectNode of(Explanation explanation) {
    ObjectNode node =
        Json.object()
            .put("expression", explanation.expression())
            .put("outcome", explanation.outcome().text())
            .put("value", explanation.value())
            .put("path", explanation.at().file().path())
            .put("line", explanation.at().line());
    ArrayNode parts = node.putArray("parts");
    explanation.parts().forEach(part -> parts.add(of(part)));
    return node;
  }
}
