package dev.ferrule.server.cli;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.RuleSet;
import dev.ferrule.rules.RuleSets;
import dev.ferrule.server.http.Json;
import dev.ferrule.server.releases.Release;
import dev.ferrule.server.releases.ReleaseDiff;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Publishes a rule set. */
@CommandLine.Command(
    name = "publish",
    description = {
      "Publishes the rule set of a directory: checks it, shows what it changes against the live",
      "release, and keeps it in the node. It does not run before it is activated."
    },
    mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
  @CommandLine.Mixin private NodeClient client = new NodeClient();
  @CommandLine.Mixin private RuleOptions options = new RuleOptions();
  @CommandLine.Mixin private ReleaseOptions release = new ReleaseOptions();

  @CommandLine.Parameters(index = "0", paramLabel = "DIR", description = "with main.sml")
  private Path directory = Path.of(".");

  @CommandLine.ArgGroup(exclusive = true)
  private @Nullable Stage stage;

  /** What is to become of it. */
  static final class Stage {
    @CommandLine.Option(names = "--activate", description = "make it live for all")
    private boolean activate;

    @CommandLine.Option(names = "--shadow", description = "evaluate it beside the live one")
    private boolean shadow;

    @CommandLine.Option(
        names = "--percent",
        paramLabel = "N",
        description = "let it evaluate a share of entities")
    private @Nullable Integer percent;
  }

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    try (RuleSet set = options.open(directory)) {
      set.checked(); // errors are told here, before anything is sent
    }
    Release files = Release.of(RuleSets.files(directory));
    PrintWriter out = spec.commandLine().getOut();
    if (!release.json()) {
      printChanges(out, files);
    }
    ObjectNode body = release.authored(client).put("activate", stage != null && stage.activate);
    ObjectNode sent = body.putObject("files");
    files
        .files()
        .forEach((path, bytes) ->
            sent.putObject(path).put("base64", Base64.getEncoder().encodeToString(bytes)));
    JsonNode published = client.post("/v1/releases", body);
    String hash = published.path("hash").asString("");
    if (stage != null && !stage.activate) {
      ObjectNode activation =
          release.authored(client).put("stage", stage.shadow ? "shadow" : "percent");
      if (stage.percent != null) {
        activation.put("percent", stage.percent);
      }
      client.post("/v1/releases/" + hash + "/activate", activation);
    }
    if (release.json()) {
      out.println(Json.text(published));
    } else {
      out.printf("published %s: %s%n", Release.shortHash(hash), outcome(hash));
    }
    out.flush();
    return 0;
  }

  private String outcome(String hash) {
    if (stage == null) {
      return "activate it with: ./ferrule activate " + Release.shortHash(hash);
    }
    return stage.activate
        ? "it is live"
        : stage.shadow ? "it is a shadow" : "it has %d%% of the entities".formatted(stage.percent);
  }

  private void printChanges(PrintWriter out, Release files) {
    JsonNode state = client.get("/v1/releases/state");
    String live = state.path("live").asString("");
    if (live.isEmpty()) {
      out.println("nothing is live yet");
      return;
    }
    Release before = DiffCommand.fetch(client, live);
    DiffCommand.print(out, ReleaseDiff.between(before, files), DiffCommand.Detail.NAMES);
  }

  /** A problem of the command line. */
  static FerruleException wrong(String message) {
    return new FerruleException(ErrorCode.CONFIG_INVALID, message);
  }
}
