package dev.ferrule.server.cli;

import dev.ferrule.server.http.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Says how a node is. */
@CommandLine.Command(
    name = "status",
    description = "Prints what a node holds and whether it is ready.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @CommandLine.Mixin private NodeClient client = new NodeClient();

  @CommandLine.Option(names = "--json", description = "print JSON")
  private boolean json;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    JsonNode status = client.get("/v1/status");
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(status));
    } else {
      out.printf(
          "ferrule %s, up %d s, %s, %s%n",
          status.path("version").asString(""),
          status.path("uptime_s").asLong(0),
          status.path("ready").asBoolean(false) ? "ready" : "not ready",
          status.path("keys_required").asBoolean(false) ? "keys required" : "no keys");
      for (JsonNode collection : status.path("collections")) {
        out.printf(
            "  %-20s %,8d documents %,9d chunks  %s%n",
            collection.path("name").asString(""),
            collection.path("documents").asLong(0),
            collection.path("chunks").asLong(0),
            collection.path("model").asString(""));
      }
    }
    out.flush();
    return status.path("ready").asBoolean(false) ? 0 : 4;
  }
}
