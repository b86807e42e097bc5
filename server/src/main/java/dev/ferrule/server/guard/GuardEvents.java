package dev.ferrule.server.guard;

import dev.ferrule.rules.personal.PersonalFinder;
import dev.ferrule.rules.personal.PersonalKind;
import dev.ferrule.server.answer.Answer;
import dev.ferrule.server.answer.Citation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Questions and answers as the data of events. What is kept and sent on, the public part, never
 * holds a personal identifier: those are masked, and {@code personal} names their kinds. The secret
 * part has the texts as they are. Stateless.
 */
final class GuardEvents {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<PersonalKind> ALL = EnumSet.allOf(PersonalKind.class);

  private GuardEvents() {}

  static ObjectNode question(Asked asked) {
    ObjectNode data = JSON.createObjectNode();
    data.put("question", mask(asked.question()));
    personal(data, List.of(asked.question()));
    return about(asked, data);
  }

  static ObjectNode secretQuestion(Asked asked) {
    ObjectNode secret = JSON.createObjectNode().put("question", asked.question());
    if (asked.filter() != null) {
      secret.set("filter", asked.filter());
    }
    return secret;
  }

  static ObjectNode answer(Asked asked, Answer answer) {
    ObjectNode data = JSON.createObjectNode();
    data.put("question", mask(asked.question()));
    data.put("answer", mask(answer.text()));
    data.put("confidence", answer.confidence());
    data.put("no_answer", answer.rung() == Answer.Rung.NONE);
    var texts = new java.util.ArrayList<String>(List.of(answer.text()));
    ArrayNode citations = data.putArray("citations");
    for (Citation citation : answer.citations()) {
      texts.add(citation.text());
      citations.addObject().put("document", citation.document()).put("text", mask(citation.text()));
    }
    personal(data, texts);
    return about(asked, data);
  }

  static ObjectNode secretAnswer(Asked asked, Answer answer) {
    ObjectNode secret = secretQuestion(asked).put("answer", answer.text());
    ArrayNode citations = secret.putArray("citations");
    answer
        .citations()
        .forEach(citation ->
            citations
                .addObject()
                .put("document", citation.document())
                .put("text", citation.text()));
    return secret;
  }

  private static ObjectNode about(Asked asked, ObjectNode data) {
    data.put("operation", asked.operation()).put("collection", asked.collection());
    if (!asked.user().isEmpty()) {
      data.putObject("user").put("id", asked.user());
    }
    if (asked.filter() != null) {
      data.set("filter", masked(asked.filter()));
    }
    return data;
  }

  private static void personal(ObjectNode data, List<String> texts) {
    var kinds = EnumSet.noneOf(PersonalKind.class);
    texts.forEach(text -> kinds.addAll(PersonalFinder.kinds(text)));
    ArrayNode list = data.putArray("personal");
    kinds.forEach(kind -> list.add(kind.text()));
  }

  private static String mask(String text) {
    return PersonalFinder.mask(text, ALL);
  }

  /* A filter is no deeper than requests may be. */
  private static JsonNode masked(JsonNode node) {
    if (node.isString()) {
      return StringNode.valueOf(mask(node.asString()));
    }
    if (node.isArray()) {
      ArrayNode list = JSON.createArrayNode();
      node.forEach(item -> list.add(masked(item)));
      return list;
    }
    if (node.isObject()) {
      ObjectNode object = JSON.createObjectNode();
      node.properties().forEach(field -> object.set(field.getKey(), masked(field.getValue())));
      return object;
    }
    return node;
  }
}
