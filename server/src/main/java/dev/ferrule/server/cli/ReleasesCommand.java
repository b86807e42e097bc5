package dev.ferrule.server.cli;

import dev.ferrule.server.http.Json;
import dev.ferrule.server.releases.Release;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Lists releases. */
@CommandLine.Command(
    name = "releases",
    description = "Lists releases, the newest first, with who published them and what runs.",
    mixinStandardHelpOptions = true)
final class ReleasesCommand implements Callable<Integer> {
  @CommandLine.Mixin private NodeClient client = new NodeClient();

  @CommandLine.Option(
      names = "--limit",
      paramLabel = "N",
      description = "how many (default: ${DEFAULT-VALUE})")
  private int limit = 20;

  @CommandLine.Option(names = "--history", description = "list what happened instead")
  private boolean history;

  @CommandLine.Option(names = "--json", description = "print JSON")
  private boolean json;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    JsonNode found =
        client.get((history ? "/v1/releases/history" : "/v1/releases") + "?limit=" + limit);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(found));
    } else {
      for (JsonNode one : found.path(history ? "history" : "releases")) {
        out.printf(
            "%s  %-11s  %s  %s%s%n",
            Release.shortHash(one.path(history ? "release" : "hash").asString("")),
            one.path(history ? "action" : "state").asString(""),
            TimeText.seconds(one.path("at").asString("")),
            one.path("by").asString(""),
            note(one.path("note").asString("")));
      }
    }
    out.flush();
    return 0;
  }

  private static String note(String note) {
    return note.isEmpty() ? "" : ": " + note.replaceAll("\\s+", " ");
  }
}
