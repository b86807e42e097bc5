package dev.ferrule.server.cli;

import dev.ferrule.rules.RuleSets;
import dev.ferrule.server.http.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/** The rules of an example, made live. Stateless. */
final class ExampleRules {
  private ExampleRules() {}

  /** The directory of an example. */
  static Path directory(String example) {
    return Path.of(System.getProperty("ferrule.home", "."), "examples", example);
  }

  /** Publishes the rules in a directory and makes them live, unless the node has rules already. */
  static boolean publish(NodeClient node, Path rules) {
    if (!Files.isDirectory(rules) || node.get("/v1/releases/state").path("live").isString()) {
      return false;
    }
    ObjectNode body = Json.object().put("by", "ferrule up").put("activate", true);
    ObjectNode files = body.putObject("files");
    RuleSets.files(rules)
        .forEach((path, bytes) ->
            files.putObject(path).put("base64", Base64.getEncoder().encodeToString(bytes)));
    node.post("/v1/releases", body);
    return true;
  }
}
