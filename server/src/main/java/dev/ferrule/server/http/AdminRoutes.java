package dev.ferrule.server.http;

import dev.ferrule.server.auth.ApiKeys;
import dev.ferrule.server.auth.Role;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Keys, status, health and metrics. */
final class AdminRoutes {
  private final ApiKeys keys;
  private final Supplier<Readiness> ready;
  private final Supplier<ObjectNode> status;
  private final Supplier<String> metrics;

  /**
   * @param ready whether the node can serve all it holds, and what it waits for
   * @param status what the node says of itself
   * @param metrics in Prometheus' text format
   */
  AdminRoutes(
      ApiKeys keys,
      Supplier<Readiness> ready,
      Supplier<ObjectNode> status,
      Supplier<String> metrics) {
    this.keys = keys;
    this.ready = ready;
    this.status = status;
    this.metrics = metrics;
  }

  List<Route> routes() {
    var normal = Route.Kind.NORMAL;
    return List.of(
        new Route(HttpMethod.GET, "/healthz", null, normal, r -> text("ok\n")),
        new Route(HttpMethod.GET, "/readyz", null, normal, r -> readiness()),
        new Route(
            HttpMethod.GET,
            "/metrics",
            Role.READ,
            normal,
            r -> text("text/plain; version=0.0.4; charset=utf-8", metrics.get())),
        new Route(
            HttpMethod.GET, "/v1/status", Role.READ, normal, r -> Response.json(status.get())),
        new Route(HttpMethod.GET, "/v1/keys", Role.ADMIN, normal, this::list),
        new Route(HttpMethod.POST, "/v1/keys", Role.ADMIN, normal, this::create),
        new Route(HttpMethod.DELETE, "/v1/keys/{id}", Role.ADMIN, normal, this::delete));
  }

  private static Response text(String body) {
    return text("text/plain; charset=utf-8", body);
  }

  private static Response text(String type, String body) {
    return new Response.Whole(
        200, type, body.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.util.Map.of());
  }

  private Response readiness() {
    Readiness now = ready.get();
    String note = now.note().isEmpty() ? "" : now.note() + "\n";
    return now.ready()
        ? text("ready\n" + note)
        : new Response.Whole(
            503,
            "text/plain; charset=utf-8",
            ("not ready: starting, indexing or stopping\n" + note)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
            java.util.Map.of("retry-after", "1"));
  }

  private Response list(Request request) {
    return Response.json(KeyJson.of(keys.list()));
  }

  private Response create(Request request) {
    Fields fields = Fields.of(request.json(), "name", "role");
    String name = fields.shortText("name", 100);
    Role role = CollectionRoutes.oneOf(Role.values(), "role", fields.text("role"));
    ApiKeys.NewKey made = keys.create(name.replace('\n', ' '), role);
    return Response.json(201, KeyJson.of(made));
  }

  private Response delete(Request request) {
    keys.delete(request.path("id"));
    return Response.json(Json.object().put("deleted", request.path("id")));
  }
}
