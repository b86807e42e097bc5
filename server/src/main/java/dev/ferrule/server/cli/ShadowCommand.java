package dev.ferrule.server.cli;

import dev.ferrule.server.http.Json;
import dev.ferrule.server.releases.Release;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Shows how a shadow compares. */
@CommandLine.Command(
    name = "shadow",
    description = "Shows how a shadow compares to the live release on the same events.",
    mixinStandardHelpOptions = true)
final class ShadowCommand implements Callable<Integer> {
  private static final int MOST_SAMPLES = 5;

  @CommandLine.Mixin private NodeClient client = new NodeClient();

  @CommandLine.Option(names = "--json", description = "print JSON with all samples")
  private boolean json;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    JsonNode found = client.get("/v1/releases/shadow");
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(found));
    } else if (found.path("running").asBoolean(false)) {
      print(out, found);
    } else {
      out.println("there is no shadow; begin one with: ./ferrule activate HASH --shadow");
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, JsonNode found) {
    out.printf(
        "shadow %s beside %s since %s: %d events compared, %d differ, %d failed%n",
        Release.shortHash(found.path("shadow").asString("")),
        Release.shortHash(found.path("live").asString("")),
        TimeText.seconds(found.path("since").asString("")),
        found.path("compared").asLong(0),
        found.path("differing").asLong(0),
        found.path("failed").asLong(0));
    print(out, "rule", found.path("rules"));
    print(out, "verdict", found.path("verdicts"));
    int shown = 0;
    for (JsonNode sample : found.path("samples")) {
      if (shown++ < MOST_SAMPLES) {
        out.printf(
            "  event %s: live %s %s, shadow %s %s%n",
            sample.path("id").asString(""),
            sample.path("live").path("rules"),
            sample.path("live").path("verdicts"),
            sample.path("shadow").path("rules"),
            sample.path("shadow").path("verdicts"));
      }
    }
  }

  private static void print(PrintWriter out, String kind, JsonNode counts) {
    counts.forEachEntry((name, both) ->
        out.printf(
            "  %-8s %-32s only live %,d, only shadow %,d%n",
            kind, name, both.path("only_live").asLong(0), both.path("only_shadow").asLong(0)));
  }
}
