package dev.ferrule.server.http;

import dev.ferrule.server.storage.NodeBackups;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Backups in JSON. */
public final class BackupJson {
  private BackupJson() {}

  public static ObjectNode of(NodeBackups.Named made) {
    return Json.object()
        .put("name", made.name())
        .put("number", made.backup().number())
        .put("created", made.backup().at().toString())
        .put("bytes", made.backup().bytes())
        .put("files", made.backup().files());
  }

  public static ObjectNode of(List<NodeBackups.Named> all) {
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("backups");
    all.forEach(made -> list.add(of(made)));
    return json;
  }
}
