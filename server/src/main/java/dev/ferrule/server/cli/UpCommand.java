package dev.ferrule.server.cli;

import dev.ferrule.model.FerruleException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Runs a node with the example application in it. */
@CommandLine.Command(
    name = "up",
    description = {
      "Runs a node with an example in it and serves until Ctrl-C, which lets requests finish and",
      "exits 0. hotel: documents, and rules for questions and answers. safety: rules of a chat",
      "service, and a stream of events for them."
    },
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  private static final String COLLECTION = "hotel";
  private static final String QUESTION = "What time is breakfast on Saturday?";

  @CommandLine.Mixin private NodeOptions options = new NodeOptions();

  /** What can be loaded. */
  enum Example {
    HOTEL,
    SAFETY
  }

  @CommandLine.Option(
      names = "--example",
      paramLabel = "NAME",
      description = "hotel or safety (default: hotel)")
  private Example example = Example.HOTEL;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    switch (example) {
      case HOTEL ->
          ServeCommand.serve(options.settings(Map.of("answer.rules", "true")), this::load);
      case SAFETY -> {
        var safety = new SafetyExample(spec.commandLine().getOut());
        ServeCommand.serve(
            options.settings(Map.of("events.entity_path", "$.user.id")), safety::run);
      }
    }
    return 0;
  }

  private void load(String url, CountDownLatch stopping) {
    PrintWriter out = spec.commandLine().getOut();
    Path documents = ExampleRules.directory(COLLECTION).resolve("documents");
    if (!Files.isDirectory(documents)) {
      out.println("The example's documents are not in " + documents + ": serving without them.");
      out.flush();
      return;
    }
    NodeClient node = new NodeClient().at(url);
    try {
      if (ExampleRules.publish(node, ExampleRules.directory(COLLECTION).resolve("rules"))) {
        out.println("rules: examples/hotel/rules are live");
      }
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
