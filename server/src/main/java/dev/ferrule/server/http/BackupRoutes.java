package dev.ferrule.server.http;

import dev.ferrule.server.auth.Role;
import dev.ferrule.server.storage.NodeBackups;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** Backups of the node, made while it goes on. */
final class BackupRoutes {
  private final NodeBackups backups;

  BackupRoutes(NodeBackups backups) {
    this.backups = backups;
  }

  List<Route> routes() {
    var normal = Route.Kind.NORMAL;
    return List.of(
        new Route(HttpMethod.GET, "/v1/backups", Role.ADMIN, normal, _ -> list()),
        new Route(HttpMethod.POST, "/v1/backups", Role.ADMIN, normal, this::create));
  }

  private Response list() {
    return Response.json(BackupJson.of(backups.list()));
  }

  private Response create(Request request) {
    Fields fields = Fields.of(request.json(), "name");
    return Response.json(201, BackupJson.of(backups.create(fields.shortText("name", 64))));
  }
}
