package dev.ferrule.server.grpc;

import com.google.protobuf.ByteString;
import dev.ferrule.proto.v1.CustomEffect;
import dev.ferrule.proto.v1.Effect;
import dev.ferrule.proto.v1.LabelChange;
import dev.ferrule.server.http.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Effects as messages, of the JSON that results keep. Stateless. */
final class EffectMessages {
  private static final int EMPTY_ARRAY_BYTES = 2;

  private EffectMessages() {}

  static List<Effect> read(byte[] json) {
    if (json.length <= EMPTY_ARRAY_BYTES) {
      return List.of();
    }
    var effects = new ArrayList<Effect>();
    for (JsonNode node : Json.parse(json)) {
      effects.add(effect(node));
    }
    return effects;
  }

  private static Effect effect(JsonNode node) {
    var effect = Effect.newBuilder();
    switch (node.path("kind").asString()) {
      case "verdict" -> effect.setVerdict(node.path("verdict").asString());
      case "label" -> effect.setLabel(label(node));
      default -> effect.setCustom(custom(node));
    }
    node.path("rules").forEach(rule -> effect.addRules(rule.asString()));
    return effect.build();
  }

  private static LabelChange label(JsonNode node) {
    var label =
        LabelChange.newBuilder()
            .setEntity(node.path("entity").asString())
            .setLabel(node.path("label").asString())
            .setStatus(node.path("status").asString());
    if (node.has("expires_after_s")) {
      label.setExpiresAfterS(node.path("expires_after_s").asDouble());
    }
    if (node.has("delay_s")) {
      label.setDelayS(node.path("delay_s").asDouble());
    }
    return label.build();
  }

  private static CustomEffect custom(JsonNode node) {
    return CustomEffect.newBuilder()
        .setName(node.path("name").asString())
        .setText(node.path("text").asString())
        .setArguments(ByteString.copyFromUtf8(node.path("arguments").toString()))
        .build();
  }
}
