package dev.ferrule.server.cli;

import dev.ferrule.server.http.Json;
import dev.ferrule.server.releases.Release;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Activates a release. */
@CommandLine.Command(
    name = "activate",
    description = "Makes a release live for all, for a share of the entities, or as a shadow.",
    mixinStandardHelpOptions = true)
final class ActivateCommand implements Callable<Integer> {
  @CommandLine.Mixin private NodeClient client = new NodeClient();
  @CommandLine.Mixin private ReleaseOptions release = new ReleaseOptions();

  @CommandLine.Parameters(
      index = "0",
      paramLabel = "HASH",
      description = "the first 6 digits or more of its hash")
  private String hash = "";

  @CommandLine.Option(names = "--shadow", description = "evaluate beside the live one")
  private boolean shadow;

  @CommandLine.Option(
      names = "--percent",
      paramLabel = "N",
      description = "for this share of the entities, 1 to 99")
  private @Nullable Integer percent;

  @CommandLine.Option(
      names = "--max-error-rate",
      paramLabel = "SHARE",
      description = "take it back when a greater share of events has errors, as 0.01")
  private @Nullable Double maxErrorRate;

  @CommandLine.Option(
      names = "--max-p99-ms",
      paramLabel = "MS",
      description = "take it back when 1 of 100 evaluations takes longer")
  private @Nullable Double maxP99Millis;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    if (shadow && percent != null) {
      throw PublishCommand.wrong("expected --shadow or --percent, found both");
    }
    ObjectNode body = release.authored(client);
    body.put("stage", shadow ? "shadow" : percent != null ? "percent" : "all");
    if (percent != null) {
      body.put("percent", percent);
    }
    if (maxErrorRate != null) {
      body.put("max_error_rate", maxErrorRate);
    }
    if (maxP99Millis != null) {
      body.put("max_p99_ms", maxP99Millis);
    }
    print(
        client.post("/v1/releases/" + NodeClient.encode(hash) + "/activate", body),
        release.json(),
        spec.commandLine().getOut());
    return 0;
  }

  /** Prints what is to run. */
  static void print(JsonNode state, boolean json, PrintWriter out) {
    if (json) {
      out.println(Json.text(state));
    } else {
      out.printf("live %s", Release.shortHash(state.path("live").asString("none")));
      String candidate = state.path("candidate").asString("");
      if (!candidate.isEmpty()) {
        int share = state.path("percent").asInt(0);
        out.printf(
            ", candidate %s %s",
            Release.shortHash(candidate),
            share == 0 ? "as a shadow" : "for %d%% of the entities".formatted(share));
      }
      out.println();
    }
    out.flush();
  }
}
