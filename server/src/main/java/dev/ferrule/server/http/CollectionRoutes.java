package dev.ferrule.server.http;

import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.model.CollectionSchema;
import dev.ferrule.model.Field;
import dev.ferrule.model.FieldType;
import dev.ferrule.server.auth.Role;
import dev.ferrule.server.collections.Collection;
import dev.ferrule.server.collections.Collections;
import dev.ferrule.server.config.Settings;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Collections: create, list, look at, delete. */
final class CollectionRoutes {
  private final Settings settings;
  private final Collections collections;

  CollectionRoutes(Settings settings, Collections collections) {
    this.settings = settings;
    this.collections = collections;
  }

  List<Route> routes() {
    return List.of(
        new Route(HttpMethod.GET, "/v1/collections", Role.READ, Route.Kind.NORMAL, this::list),
        new Route(
            HttpMethod.PUT, "/v1/collections/{c}", Role.WRITE, Route.Kind.NORMAL, this::create),
        new Route(HttpMethod.GET, "/v1/collections/{c}", Role.READ, Route.Kind.NORMAL, this::get),
        new Route(
            HttpMethod.DELETE, "/v1/collections/{c}", Role.ADMIN, Route.Kind.NORMAL, this::delete));
  }

  private Response list(Request request) {
    ArrayNode list = Json.array();
    collections.list().forEach(collection -> list.add(json(collection)));
    return Response.json(Json.object().set("collections", list));
  }

  private Response create(Request request) {
    JsonNode body = request.body().length == 0 ? Json.object() : request.json();
    CollectionSchema schema = schema(request.path("c"), body);
    Collections.Creation creation = collections.create(schema);
    return Response.json(creation.made() ? 201 : 200, json(creation.collection()));
  }

  private CollectionSchema schema(String name, JsonNode body) {
    Fields fields = Fields.of(body, "model", "chunking", "analyzer", "fields");
    JsonNode chunking = fields.find("chunking");
    var settingsOfChunks = ChunkingSettings.DEFAULT;
    if (chunking != null) {
      Fields given = Fields.of(chunking, "max_tokens", "overlap_tokens");
      settingsOfChunks =
          new ChunkingSettings(
              given.integerOr("max_tokens", settingsOfChunks.maxTokens(), 16, 2_000),
              given.integerOr("overlap_tokens", 0, 0, 1_000));
    }
    var known = new ArrayList<Field>();
    JsonNode schemaFields = fields.find("fields");
    if (schemaFields != null) {
      if (!schemaFields.isObject()) {
        throw Fields.malformed("expected {\"name\": \"type\"} in fields, found another shape");
      }
      for (Map.Entry<String, JsonNode> entry : schemaFields.properties()) {
        known.add(
            new Field(
                entry.getKey(),
                oneOf(
                    FieldType.values(),
                    "fields." + entry.getKey(),
                    entry.getValue().asString(""))));
      }
    }
    return new CollectionSchema(
        name,
        fields.textOr("model", settings.text("embedding.model")),
        settingsOfChunks,
        oneOf(CollectionSchema.Analyzer.values(), "analyzer", fields.textOr("analyzer", "english")),
        known);
  }

  static <E extends Enum<E>> E oneOf(E[] values, String field, String given) {
    for (E value : values) {
      if (value.name().toLowerCase(Locale.ROOT).equals(given)) {
        return value;
      }
    }
    var names = new ArrayList<String>();
    for (E value : values) {
      names.add(value.name().toLowerCase(Locale.ROOT));
    }
    throw Fields.malformed(
        "expected one of %s in %s, found %s".formatted(String.join(", ", names), field, given));
  }

  private Response get(Request request) {
    return Response.json(json(collections.get(request.path("c"))));
  }

  private Response delete(Request request) {
    collections.delete(request.path("c"));
    return Response.json(Json.object().put("deleted", request.path("c")));
  }

  private ObjectNode json(Collection collection) {
    CollectionSchema schema = collection.schema();
    ObjectNode json =
        Json.object()
            .put("name", schema.name())
            .put("documents", collections.documents().count(collection.stored()))
            .put("chunks", collection.index().chunks())
            .put("caught_up", collection.isCaughtUp())
            .put("model", schema.model())
            .put("analyzer", schema.analyzer().name().toLowerCase(Locale.ROOT));
    json.putObject("chunking")
        .put("max_tokens", schema.chunking().maxTokens())
        .put("overlap_tokens", schema.chunking().overlapTokens());
    ObjectNode fields = json.putObject("fields");
    schema.fields().forEach(f -> fields.put(f.name(), f.type().name().toLowerCase(Locale.ROOT)));
    return json;
  }
}
