package dev.ferrule.server.http;

import dev.ferrule.server.auth.Role;
import dev.ferrule.server.releases.Authored;
import dev.ferrule.server.releases.Bounds;
import dev.ferrule.server.releases.HistoryEntry;
import dev.ferrule.server.releases.Published;
import dev.ferrule.server.releases.Publisher;
import dev.ferrule.server.releases.Release;
import dev.ferrule.server.releases.ReleaseDiff;
import dev.ferrule.server.releases.ReleaseJson;
import dev.ferrule.server.releases.ReleaseState;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.releases.Routing;
import dev.ferrule.server.releases.ShadowComparison;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Publishes, activates and takes back releases, and shows them. */
final class ReleaseRoutes {
  private static final int MOST_LISTED = 1_000;
  private static final int USUALLY_LISTED = 50;
  private static final int MOST_PERCENT = 99;

  private final Publisher publisher;
  private final Releases releases;

  ReleaseRoutes(Publisher publisher, Releases releases) {
    this.publisher = publisher;
    this.releases = releases;
  }

  List<Route> routes() {
    var normal = Route.Kind.NORMAL;
    return List.of(
        new Route(HttpMethod.POST, "/v1/releases", Role.ADMIN, normal, this::publish),
        new Route(HttpMethod.GET, "/v1/releases", Role.READ, normal, this::list),
        new Route(HttpMethod.GET, "/v1/releases/state", Role.READ, normal, r -> state()),
        new Route(HttpMethod.GET, "/v1/releases/history", Role.READ, normal, this::history),
        new Route(HttpMethod.POST, "/v1/releases/rollback", Role.ADMIN, normal, this::rollBack),
        new Route(HttpMethod.GET, "/v1/releases/shadow", Role.READ, normal, r -> shadow()),
        new Route(HttpMethod.GET, "/v1/releases/{hash}", Role.READ, normal, this::get),
        new Route(
            HttpMethod.GET, "/v1/releases/{hash}/diff/{other}", Role.READ, normal, this::diff),
        new Route(
            HttpMethod.POST, "/v1/releases/{hash}/activate", Role.ADMIN, normal, this::activate));
  }

  private Response publish(Request request) {
    Fields fields = Fields.of(request.json(), "files", "by", "note", "activate");
    Authored authored = authored(request, fields);
    boolean activate = fields.flagOr("activate", false);
    Published published = publisher.publish(files(fields), authored);
    ObjectNode json = ReleaseJson.of(published);
    if (activate) {
      ReleaseState state =
          publisher.activate(published.hash(), Publisher.Activation.FOR_ALL, authored);
      json.set("state", ReleaseJson.of(state));
    }
    return Response.json(201, json);
  }

  private static Map<String, byte[]> files(Fields fields) {
    JsonNode given = fields.find("files");
    if (given == null || !given.isObject()) {
      throw Fields.malformed(
          "expected an object of files by path in files, found "
              + (given == null ? "nothing" : Fields.kind(given)));
    }
    var files = new TreeMap<String, byte[]>();
    given.forEachEntry((path, content) -> files.put(path, content(content)));
    return files;
  }

  private static byte[] content(JsonNode content) {
    if (content.isString()) {
      return content.asString().getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(Fields.of(content, "base64").text("base64"));
    } catch (IllegalArgumentException e) {
      throw Fields.malformed("expected a text or {\"base64\"} for a file, found broken base64");
    }
  }

  private Authored authored(Request request, Fields fields) {
    return publisher.now(fields.textOr("by", request.caller()), fields.textOr("note", ""));
  }

  private Response activate(Request request) {
    Fields fields =
        Fields.of(
            request.body().length == 0 ? Json.object() : request.json(),
            "stage",
            "percent",
            "max_error_rate",
            "max_p99_ms",
            "by",
            "note",
            "revision");
    ReleaseState.Stage stage =
        CollectionRoutes.oneOf(ReleaseState.Stage.values(), "stage", fields.textOr("stage", "all"));
    boolean share = stage == ReleaseState.Stage.PERCENT;
    if (fields.find("percent") == null == share) {
      throw Fields.malformed("expected percent with the stage percent, and only there");
    }
    var bounds = new Bounds(decimal(fields, "max_error_rate"), decimal(fields, "max_p99_ms"));
    if (stage == ReleaseState.Stage.SHADOW && !bounds.isEmpty()) {
      throw Fields.malformed(
          "expected no max_error_rate and no max_p99_ms for a shadow, as it has no effects");
    }
    var activation =
        new Publisher.Activation(
            stage,
            share ? fields.integerOr("percent", 1, 1, MOST_PERCENT) : 0,
            bounds,
            revision(fields));
    String hash = publisher.resolve(request.path("hash"));
    return Response.json(
        ReleaseJson.of(publisher.activate(hash, activation, authored(request, fields))));
  }

  private static @Nullable Double decimal(Fields fields, String name) {
    JsonNode value = fields.find(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw Fields.malformed(
          "expected a finite number in %s, found %s".formatted(name, Fields.kind(value)));
    }
    return value.asDouble();
  }

  private static @Nullable Long revision(Fields fields) {
    JsonNode value = fields.find("revision");
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw Fields.malformed("expected a whole number in revision, found another value");
    }
    return value.asLong();
  }

  private Response rollBack(Request request) {
    Fields fields =
        Fields.of(
            request.body().length == 0 ? Json.object() : request.json(), "by", "note", "revision");
    return Response.json(
        ReleaseJson.of(publisher.rollBack(revision(fields), authored(request, fields))));
  }

  private Response state() {
    ObjectNode json = ReleaseJson.of(publisher.storage().state());
    json.put("storage", publisher.storage().name());
    json.put("reachable", publisher.storage().isReachable());
    ArrayNode nodes = json.putArray("nodes");
    publisher.storage().reports().forEach(report -> nodes.add(ReleaseJson.of(report)));
    return Response.json(json);
  }

  private Response shadow() {
    Routing routing = releases.findRouting();
    ShadowComparison comparison = routing == null ? null : routing.comparison();
    return Response.json(
        comparison == null
            ? Json.object().put("running", false)
            : ReleaseJson.of(comparison.snapshot()).put("running", true));
  }

  private Response get(Request request) {
    String hash = publisher.resolve(request.path("hash"));
    Release release = publisher.get(hash);
    ObjectNode json = Json.object();
    for (Published published : publisher.list()) {
      if (published.hash().equals(hash)) {
        json = ReleaseJson.of(published);
      }
    }
    json.put("state", standing(hash, publisher.storage().state()));
    ObjectNode files = json.putObject("files");
    release
        .files()
        .forEach((path, bytes) -> {
          String text = RuleRoutes.text(bytes);
          if (text != null) {
            files.put(path, text);
          } else {
            files.putObject(path).put("base64", Base64.getEncoder().encodeToString(bytes));
          }
        });
    return Response.json(json);
  }

  private Response diff(Request request) {
    String first = publisher.resolve(request.path("hash"));
    String other = publisher.resolve(request.path("other"));
    var diff = ReleaseDiff.between(publisher.get(first), publisher.get(other));
    return Response.json(ReleaseJson.of(first, other, diff));
  }

  private Response list(Request request) {
    int limit = request.queryInteger("limit", USUALLY_LISTED, 1, MOST_LISTED);
    String after = request.queryOr("after", "");
    ReleaseState state = publisher.storage().state();
    List<Published> all = publisher.list();
    int from = 0;
    while (!after.isEmpty() && from < all.size() && !all.get(from++).hash().equals(after)) {}
    int to = Math.min(all.size(), from + limit);
    ObjectNode json = Json.object();
    ArrayNode listed = json.putArray("releases");
    for (Published published : all.subList(from, to)) {
      listed.add(ReleaseJson.of(published).put("state", standing(published.hash(), state)));
    }
    json.put("next", to < all.size() ? all.get(to - 1).hash() : null);
    return Response.json(json);
  }

  private static @Nullable String standing(String hash, ReleaseState state) {
    if (hash.equals(state.live())) {
      return "live";
    }
    if (hash.equals(state.candidate())) {
      return state.percent() == 0 ? "shadow" : "percent";
    }
    return state.previous().contains(hash) ? "previous" : null;
  }

  private Response history(Request request) {
    int limit = request.queryInteger("limit", USUALLY_LISTED, 1, MOST_LISTED);
    List<HistoryEntry> entries = publisher.storage().history(request.queryOr("after", ""), limit);
    ObjectNode json = Json.object();
    ArrayNode listed = json.putArray("history");
    entries.forEach(entry -> listed.add(ReleaseJson.of(entry)));
    json.put("next", entries.size() == limit ? entries.getLast().id() : null);
    return Response.json(json);
  }
}
