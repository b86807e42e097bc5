package dev.ferrule.server.http;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.server.auth.Role;
import dev.ferrule.server.labels.Author;
import dev.ferrule.server.labels.EntityDirectory;
import dev.ferrule.server.labels.StoredLabels;
import dev.ferrule.server.releases.Releases;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.node.ObjectNode;

/** Entities: their labels, how they came to them, and changes by hand. */
final class LabelRoutes {
  private static final String NDJSON = "application/x-ndjson";
  private static final String ENTITIES = "/v1/entities";
  private static final String ENTITY = "/v1/entities/{type}/{id...}";
  private static final int MOST_HISTORY = 1_000;
  private static final int MOST_ON_PAGE = 1_000;

  /** Changes of one bulk request that wait for the disk together. */
  private static final int AT_ONCE = 256;

  private final StoredLabels labels;
  private final EntityDirectory directory;
  private final Releases releases;

  LabelRoutes(StoredLabels labels, Releases releases) {
    this.labels = labels;
    this.directory = labels.directory();
    this.releases = releases;
  }

  List<Route> routes() {
    var normal = Route.Kind.NORMAL;
    return List.of(
        new Route(HttpMethod.GET, ENTITIES, Role.READ, normal, this::list),
        new Route(HttpMethod.POST, ENTITIES, Role.WRITE, normal, this::changeMany),
        new Route(HttpMethod.GET, ENTITY, Role.READ, normal, this::show),
        new Route(HttpMethod.POST, ENTITY, Role.WRITE, normal, this::change));
  }

  private Response list(Request request) {
    var page =
        directory.list(
            request.queryOr("type", ""),
            request.queryOr("label", ""),
            request.queryOr("after", ""),
            request.queryInteger("limit", 100, 1, MOST_ON_PAGE));
    return Response.json(LabelJson.of(page, labels.now()));
  }

  private Response show(Request request) {
    return shown(entity(request), request.queryInteger("history", 100, 0, MOST_HISTORY));
  }

  private Response shown(Entity entity, int mostHistory) {
    return Response.json(LabelJson.of(directory.entry(entity.key(), mostHistory), labels.now()));
  }

  private static Entity entity(Request request) {
    return new Entity(request.path("type"), request.path("id"));
  }

  private Response change(Request request) {
    Fields fields =
        Fields.of(request.json(), "label", "status", "reason", "expires_at", "expires_after_s");
    Entity entity = entity(request);
    try {
      change(entity, fields, request.caller()).join();
    } catch (java.util.concurrent.CompletionException e) {
      throw Problem.meaning(e);
    }
    return shown(entity, 100);
  }

  private CompletableFuture<Boolean> change(Entity entity, Fields fields, String caller) {
    var wanted = ManualChange.read(entity, fields, caller, labels.now(), releases);
    return labels
        .set(entity, wanted.change(), new Author.ByKey(caller))
        .thenApply(taken -> {
          if (!taken) {
            throw ManualChange.invalid(
                "expected at most 1000 labels of an entity and 1000 reasons of a label, found more");
          }
          return true;
        });
  }

  private Response changeMany(Request request) {
    String type = request.mediaType();
    if (!type.equals(NDJSON)) {
      throw new FerruleException(
          ErrorCode.REQUEST_MEDIA_TYPE,
          "expected " + NDJSON + ", found " + (type.isEmpty() ? "none" : type));
    }
    return new Response.Streamed(NDJSON, out -> lines(request, out));
  }

  /** What became of a line. */
  private record Changed(ObjectNode line, CompletableFuture<Boolean> done) {}

  /** A result line for each change, in their order. */
  private void lines(Request request, Response.Output out) throws IOException {
    var waiting = new ArrayDeque<Changed>();
    for (JsonSlice line : EventRoutes.split(request.body())) {
      waiting.add(line(line, request.caller()));
      if (waiting.size() >= AT_ONCE) {
        write(waiting, AT_ONCE / 2, out);
      }
    }
    write(waiting, 0, out);
  }

  private Changed line(JsonSlice line, String caller) {
    ObjectNode result = Json.object();
    try {
      byte[] json = Arrays.copyOfRange(line.bytes(), line.offset(), line.offset() + line.length());
      Fields fields =
          Fields.of(
              Json.parse(json),
              "type",
              "id",
              "label",
              "status",
              "reason",
              "expires_at",
              "expires_after_s");
      var entity = new Entity(fields.text("type"), fields.text("id"));
      result.put("entity", entity.key()).put("label", fields.text("label"));
      return new Changed(result, change(entity, fields, caller));
    } catch (RuntimeException | StackOverflowError e) {
      return new Changed(result, CompletableFuture.failedFuture(e));
    }
  }

  private static void write(ArrayDeque<Changed> waiting, int left, Response.Output out)
      throws IOException {
    var piece = new StringBuilder();
    while (waiting.size() > left) {
      Changed next = waiting.remove();
      try {
        next.done().join();
        next.line().put("result", "changed");
      } catch (java.util.concurrent.CompletionException e) {
        next.line().put("result", "failed");
        next.line().set("error", Problem.json(Problem.meaning(e)));
      }
      piece.append(Json.text(next.line())).append('\n');
    }
    out.write(piece.toString());
  }
}
