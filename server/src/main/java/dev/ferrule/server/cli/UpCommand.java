package dev.ferrule.server.cli;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.RuleSets;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.http.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs a node with the example application in it. */
@CommandLine.Command(
    name = "up",
    description = {
      "Runs a node with the hotel example loaded, shows a question with its answer, and serves",
      "until Ctrl-C, which lets requests finish and exits 0."
    },
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  private static final String COLLECTION = "hotel";
  private static final String QUESTION = "What time is breakfast on Saturday?";

  @CommandLine.Mixin private NodeOptions options = new NodeOptions();

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    Path rules = example().resolve("rules");
    Settings settings =
        options.settings(Files.isDirectory(rules) ? Map.of("answer.rules", "true") : Map.of());
    ServeCommand.serve(settings, this::load);
    return 0;
  }

  private void load(String url, CountDownLatch stopping) {
    PrintWriter out = spec.commandLine().getOut();
    Path documents = example().resolve("documents");
    if (!Files.isDirectory(documents)) {
      out.println("The example's documents are not in " + documents + ": serving without them.");
      out.flush();
      return;
    }
    NodeClient node = new NodeClient().at(url);
    try {
      publishRules(node, out);
      IngestCommand.Totals totals =
          IngestCommand.ingest(node, COLLECTION, List.of(documents), System.err);
      awaitIndexed(node, stopping);
      out.println(COLLECTION + ": " + totals);
      out.println();
      out.println("Q: " + QUESTION);
      JsonNode answer = AskCommand.ask(node, COLLECTION, QUESTION);
      out.print("A: ");
      AskCommand.print(out, answer);
      out.println();
      String flag = url.equals(NodeClient.DEFAULT_URL) ? "" : "--url " + url + " ";
      out.printf("Ask at %s/ or: ./ferrule ask %s\"is there parking?\"%n", url, flag);
      out.println("Ctrl-C stops.");
      out.flush();
    } catch (FerruleException e) {
      if (stopping.getCount() > 0) { // else the node was stopped while it loaded
        out.println("Loading the example failed, serving without it: " + e.getMessage());
        out.flush();
      }
    }
  }

  private static Path example() {
    return Path.of(System.getProperty("ferrule.home", "."), "examples", "hotel");
  }

  /** Makes the example's rules live, unless the node has rules already. */
  private static void publishRules(NodeClient node, PrintWriter out) {
    Path rules = example().resolve("rules");
    if (!Files.isDirectory(rules) || node.get("/v1/releases/state").path("live").isString()) {
      return;
    }
    ObjectNode body = Json.object().put("by", "ferrule up").put("activate", true);
    ObjectNode files = body.putObject("files");
    RuleSets.files(rules)
        .forEach((path, bytes) -> files.put(path, new String(bytes, StandardCharsets.UTF_8)));
    String hash = node.post("/v1/releases", body).path("hash").asString("");
    out.println("rules: " + rules + " are live as " + hash.substring(0, 12));
  }

  private static void awaitIndexed(NodeClient node, CountDownLatch stopping) {
    while (stopping.getCount() > 0
        && !node.get(NodeClient.path(COLLECTION, "")).path("caught_up").asBoolean(false)) {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
