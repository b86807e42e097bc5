package dev.ferrule.server.http;

import dev.ferrule.server.auth.Role;
import dev.ferrule.server.webhooks.Webhook;
import dev.ferrule.server.webhooks.Webhooks;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Webhooks: where results are sent. */
final class WebhookRoutes {
  private final Webhooks webhooks;

  WebhookRoutes(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  List<Route> routes() {
    var kind = Route.Kind.NORMAL;
    String one = "/v1/webhooks/{name}";
    return List.of(
        new Route(HttpMethod.GET, "/v1/webhooks", Role.ADMIN, kind, _ -> list()),
        new Route(HttpMethod.GET, one, Role.ADMIN, kind, this::get),
        new Route(HttpMethod.PUT, one, Role.ADMIN, kind, this::put),
        new Route(HttpMethod.DELETE, one, Role.ADMIN, kind, this::delete),
        new Route(HttpMethod.POST, one + "/test", Role.ADMIN, kind, this::test));
  }

  private Response list() {
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("webhooks");
    webhooks.list().forEach(webhook -> list.add(json(webhook)));
    return Response.json(body.putNull("next"));
  }

  private Response get(Request request) {
    return Response.json(json(webhooks.get(request.path("name"))));
  }

  private Response put(Request request) {
    String name = request.path("name");
    Fields fields = Fields.of(request.json(), "url", "secret", "on");
    Webhook before = webhooks.findOrNull(name);
    String secret = before == null ? fields.text("secret") : fields.textOr("secret", before.secret());
    var webhook = new Webhook(name, Webhook.url(fields.text("url")), secret, on(fields.find("on")));
    boolean isNew = webhooks.put(webhook);
    return Response.json(isNew ? 201 : 200, json(webhook));
  }

  private static Webhook.Filter on(@Nullable JsonNode json) {
    Fields fields =
        Fields.of(json == null ? Json.object() : json, "actions", "verdicts", "rules", "labels");
    return new Webhook.Filter(
        texts(fields, "actions"),
        texts(fields, "verdicts"),
        texts(fields, "rules"),
        texts(fields, "labels"));
  }

  private static List<String> texts(Fields fields, String name) {
    return fields.find(name) == null ? List.of() : fields.texts(name);
  }

  private ObjectNode json(Webhook webhook) {
    ObjectNode json = Json.object().put("name", webhook.name()).put("url", webhook.url().toString());
    ObjectNode on = json.putObject("on");
    webhook.on().actions().forEach(on.putArray("actions")::add);
    webhook.on().verdicts().forEach(on.putArray("verdicts")::add);
    webhook.on().rules().forEach(on.putArray("rules")::add);
    webhook.on().labels().forEach(on.putArray("labels")::add);
    var counts = webhooks.counts(webhook.name());
    return json.put("delivered", counts.delivered())
        .put("failed", counts.failed())
        .put("waiting", counts.waiting())
        .put("behind", counts.behind());
  }

  private Response delete(Request request) {
    webhooks.delete(request.path("name"));
    return Response.json(Json.object().put("deleted", request.path("name")));
  }

  private Response test(Request request) {
    var call = webhooks.test(request.path("name"));
    ObjectNode json =
        Json.object().put("delivered", call.failure() == null).put("status", call.status());
    if (call.failure() != null) {
      json.put("error", call.failure());
    }
    return Response.json(json);
  }
}
