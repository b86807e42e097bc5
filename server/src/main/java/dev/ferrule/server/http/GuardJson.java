package dev.ferrule.server.http;

import dev.ferrule.rules.personal.PersonalKind;
import dev.ferrule.server.guard.Guarded;
import dev.ferrule.server.guard.LabelChange;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What rules did to a question and its answer, as fields of the response. Stateless. */
final class GuardJson {
  private GuardJson() {}

  static void write(Guarded guarded, ObjectNode json) {
    json.put("checked", guarded.checked()).put("blocked", guarded.blocked());
    if (guarded.blocked()) {
      json.put("reason", guarded.reason());
    }
    ArrayNode redacted = json.putArray("redacted");
    guarded.redacted().stream().sorted().map(PersonalKind::text).forEach(redacted::add);
    ArrayNode verdicts = json.putArray("verdicts");
    guarded.verdicts().forEach(verdicts::add);
    ArrayNode labels = json.putArray("labels");
    for (LabelChange change : guarded.labels()) {
      labels
          .addObject()
          .put("entity", change.entity())
          .put("label", change.label())
          .put("status", change.status());
    }
    ArrayNode events = json.putArray("events");
    guarded.events().forEach(id -> events.add(Long.toString(id)));
  }
}
