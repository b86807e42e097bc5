package dev.ferrule.server.webhooks;

import dev.ferrule.server.results.Result;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which results a webhook is for. Stateless. */
final class Matching {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Matching() {}

  static boolean matches(Webhook.Filter on, Result result) {
    return holds(on.actions(), List.of(result.action()))
        && holds(on.verdicts(), result.verdicts())
        && holds(on.rules(), result.rules())
        && (on.labels().isEmpty() || hasLabel(on.labels(), result.effects()));
  }

  private static boolean holds(List<String> wanted, List<String> found) {
    return wanted.isEmpty() || found.stream().anyMatch(wanted::contains);
  }

  private static boolean hasLabel(List<String> wanted, byte[] effects) {
    for (JsonNode effect : JSON.readTree(effects)) {
      if (effect.path("kind").asString("").equals("label")
          && wanted.contains(effect.path("label").asString(""))) {
        return true;
      }
    }
    return false;
  }
}
