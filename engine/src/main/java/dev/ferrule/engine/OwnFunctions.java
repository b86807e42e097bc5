package dev.ferrule.engine;

import dev.ferrule.rules.declared.WorkerFunctions;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gives the functions of {@code workers.yaml} to the process around the engine. Thread-safe. */
final class OwnFunctions implements WorkerFunctions.Caller {
  private final Functions functions;

  OwnFunctions(Functions functions) {
    this.functions = functions;
  }

  @Override
  public Body body(WorkerFunctions.Versioned function) {
    var declaration = function.declaration();
    String source = declaration.source();
    if (source == null) {
      return NONE.body(function); // nobody here knows where its code is
    }
    return (_, arguments) -> {
      @Nullable Object[] plain =
          Arrays.stream(arguments)
              .map(each -> each instanceof Entity entity ? entity.id() : each)
              .toArray();
      String told =
          functions.call(source, declaration.name(), JsonMapper.shared().writeValueAsString(plain));
      return outcome(JsonMapper.shared().readTree(told), declaration.result());
    };
  }

  private static @Nullable Object outcome(JsonNode told, Type type) {
    return told.has("type")
        ? Failure.traced(
            told.path("type").asString(),
            told.path("message").asString(),
            told.path("traceback").asString())
        : value(told.path("value"), type);
  }

  private static @Nullable Object value(JsonNode node, Type type) {
    if (node.isNull()) {
      return null;
    }
    return switch (type) {
      case Type.ListOf(var item) -> {
        var values = new ArrayList<@Nullable Object>(node.size());
        node.forEach(each -> values.add(value(each, item)));
        yield values;
      }
      case Type.Union(var members) -> value(node, members.getFirst());
      case Type.Plain plain when plain == Type.INT -> node.asLong();
      case Type.Plain plain when plain == Type.FLOAT ->
          node.isString() ? Double.parseDouble(node.asString()) : node.asDouble();
      case Type.Plain plain when plain == Type.BOOL -> node.asBoolean();
      case Type.Plain _, Type.EntityOf _, Type.Variable _ -> node.asString();
    };
  }
}
