package dev.ferrule.server.http;

import dev.ferrule.model.Chunk;
import dev.ferrule.model.CodePoints;
import dev.ferrule.model.Document;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.Filter;
import dev.ferrule.server.auth.Role;
import dev.ferrule.server.collections.Collection;
import dev.ferrule.server.collections.Collections;
import dev.ferrule.server.collections.FilterJson;
import dev.ferrule.server.collections.Incoming;
import dev.ferrule.server.collections.Ingestion;
import dev.ferrule.server.collections.MetadataJson;
import dev.ferrule.server.collections.PutResult;
import dev.ferrule.text.extract.MediaTypes;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents: put one, many or files; get, list, delete. */
final class DocumentRoutes {
  private static final int PAGE = 100;
  private static final int MAX_PAGE = 1_000;

  private final Collections collections;
  private final Ingestion ingestion;

  DocumentRoutes(Collections collections, Ingestion ingestion) {
    this.collections = collections;
    this.ingestion = ingestion;
  }

  List<Route> routes() {
    String all = "/v1/collections/{c}/documents";
    String one = all + "/{id...}";
    return List.of(
        new Route(HttpMethod.GET, all, Role.READ, Route.Kind.NORMAL, this::list),
        new Route(HttpMethod.POST, all, Role.WRITE, Route.Kind.INGEST, this::putMany),
        new Route(HttpMethod.PUT, one, Role.WRITE, Route.Kind.INGEST, this::putOne),
        new Route(HttpMethod.GET, one, Role.READ, Route.Kind.NORMAL, this::get),
        new Route(HttpMethod.DELETE, one, Role.WRITE, Route.Kind.NORMAL, this::delete),
        new Route(
            HttpMethod.POST,
            "/v1/collections/{c}/delete",
            Role.WRITE,
            Route.Kind.INGEST,
            this::deleteByFilter));
  }

  private Response list(Request request) {
    Collection collection = collections.get(request.path("c"));
    int limit = request.queryInteger("limit", PAGE, 1, MAX_PAGE);
    ArrayNode list = Json.array();
    String[] last = {""};
    String after = request.query().get("after");
    collections
        .documents()
        .scan(
            collection.stored(),
            after,
            document -> {
              if (list.size() == limit) {
                return false;
              }
              list.add(header(document));
              last[0] = document.id();
              return true;
            });
    ObjectNode body = Json.object();
    body.set("documents", list);
    if (list.size() == limit) {
      body.put("next", last[0]);
    }
    return Response.json(body);
  }

  private static ObjectNode header(Document document) {
    ObjectNode json =
        Json.object()
            .put("id", document.id())
            .put("title", document.title())
            .put("media_type", document.mediaType());
    if (document.pages() > 0) {
      json.put("pages", document.pages());
    }
    json.put("chunks", document.chunks())
        .put("content_hash", document.contentHash())
        .put("updated", Instant.ofEpochMilli(document.updatedMillis()).toString());
    json.set("metadata", MetadataJson.write(document.metadata()));
    return json;
  }

  private Response get(Request request) {
    Collection collection = collections.get(request.path("c"));
    String id = request.path("id");
    Document document = collections.documents().find(collection.stored(), id);
    if (document == null) {
      throw notFound(id);
    }
    ObjectNode json = header(document).put("text", document.text());
    if (request.queryOr("include", "").equals("chunks")) {
      ArrayNode list = json.putArray("chunk_list");
      var codePoints = new CodePoints(document.text());
      for (Chunk chunk : collections.documents().chunks(collection.stored(), id)) {
        ObjectNode item =
            list.addObject()
                .put("chunk", chunk.ordinal())
                .put("start", codePoints.at(chunk.span().startChars()))
                .put("end", codePoints.at(chunk.span().endChars()))
                .put("heading", chunk.heading());
        if (chunk.page() > 0) {
          item.put("page", chunk.page());
        }
      }
    }
    return Response.json(json);
  }

  private static FerruleException notFound(String id) {
    return new FerruleException(
        ErrorCode.DOCUMENT_NOT_FOUND, "expected an existing document, found none: id=" + id);
  }

  private Response delete(Request request) {
    Collection collection = collections.get(request.path("c"));
    String id = request.path("id");
    var wait = request.waitsForIndex() ? Ingestion.Wait.INDEXED : Ingestion.Wait.DURABLE;
    if (!ingestion.delete(collection, id, wait)) {
      throw notFound(id);
    }
    return Response.json(Json.object().put("deleted", id));
  }

  private Response deleteByFilter(Request request) {
    Collection collection = collections.get(request.path("c"));
    Fields fields = Fields.of(request.json(), "filter");
    Filter filter = FilterJson.read(collection.schema(), fields.find("filter"));
    if (filter == null) {
      throw Fields.malformed(
          "expected a filter, found nothing; to delete all, delete the collection");
    }
    collection.awaitAllIndexed();
    long deleted = 0;
    for (String id : collection.index().documents(filter)) {
      if (ingestion.delete(collection, id, Ingestion.Wait.DURABLE)) {
        deleted++;
      }
    }
    if (request.waitsForIndex()) {
      collection.awaitAllIndexed();
    }
    return Response.json(Json.object().put("deleted", deleted));
  }

  private Response putOne(Request request) {
    Collection collection = collections.get(request.path("c"));
    String id = request.path("id");
    Incoming incoming;
    if (request.mediaType().equals("application/json")) {
      incoming = BulkPut.incoming(collection, id, request.json());
    } else {
      incoming =
          new Incoming(
              id,
              request.queryOr("title", ""),
              request.mediaType().isEmpty()
                  ? MediaTypes.of(id, request.body())
                  : request.mediaType(),
              request.body(),
              metadata(collection, request.queryOr("metadata", "")));
    }
    PutResult result = ingestion.put(collection, incoming);
    if (request.waitsForIndex()) {
      collection.awaitIndexed(result);
    }
    return Response.json(result.outcome() == PutResult.Outcome.CREATED ? 201 : 200, json(result));
  }

  static ObjectNode json(PutResult result) {
    return Json.object()
        .put("id", result.id())
        .put("result", result.outcome().name().toLowerCase(Locale.ROOT))
        .put("chunks", result.chunks());
  }

  private static Map<String, List<dev.ferrule.model.FieldValue>> metadata(
      Collection collection, String json) {
    if (json.isEmpty()) {
      return Map.of();
    }
    JsonNode node = Json.read(json.getBytes(StandardCharsets.UTF_8));
    return MetadataJson.read(collection.schema(), node);
  }

  private Response putMany(Request request) {
    Collection collection = collections.get(request.path("c"));
    return switch (request.mediaType()) {
      case "application/json" -> {
        JsonNode body = request.json();
        PutResult result = ingestion.put(collection, BulkPut.incoming(collection, "", body));
        if (request.waitsForIndex()) {
          collection.awaitIndexed(result);
        }
        yield Response.json(
            result.outcome() == PutResult.Outcome.CREATED ? 201 : 200, json(result));
      }
      case "application/x-ndjson", "application/ndjson", "application/jsonl" ->
          new BulkPut(ingestion, collection, request).lines();
      case "multipart/form-data" -> new BulkPut(ingestion, collection, request).files();
      default ->
          throw new FerruleException(
              ErrorCode.REQUEST_MEDIA_TYPE,
              "expected application/json, application/x-ndjson or multipart/form-data, found "
                  + (request.mediaType().isEmpty() ? "none" : request.mediaType()));
    };
  }
}
