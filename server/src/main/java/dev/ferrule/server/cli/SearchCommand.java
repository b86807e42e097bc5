package dev.ferrule.server.cli;

import dev.ferrule.server.http.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Searches a collection of a node. */
@CommandLine.Command(
    name = "search",
    description = "Searches and prints the best passages.",
    mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {
  @CommandLine.Mixin private NodeClient client = new NodeClient();

  @CommandLine.Option(
      names = {"-c", "--collection"},
      description = "where to look (default: the only collection)")
  private @Nullable String collection;

  @CommandLine.Option(names = "--mode", description = "hybrid (default), dense or lexical")
  private String mode = "hybrid";

  @CommandLine.Option(names = "--top-k", description = "most hits (default: ${DEFAULT-VALUE})")
  private int topK = 5;

  @CommandLine.Option(
      names = "--filter",
      paramLabel = "JSON",
      description = "condition on metadata, as {\"eq\": {\"city\": \"Lisbon\"}}")
  private @Nullable String filter;

  @CommandLine.Option(names = "--json", description = "print the response as JSON")
  private boolean json;

  @CommandLine.Parameters(paramLabel = "QUERY", description = "what to look for")
  private String query = "";

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    ObjectNode body = Json.object().put("query", query).put("mode", mode).put("top_k", topK);
    if (filter != null) {
      body.set("filter", Json.parse(filter.getBytes(StandardCharsets.UTF_8)));
    }
    JsonNode found = client.post(NodeClient.path(client.collection(collection), "/search"), body);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(found));
    } else {
      print(out, found);
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, JsonNode found) {
    int number = 0;
    for (JsonNode hit : found.path("hits")) {
      String text = hit.path("text").asString("").strip().replaceAll("\\s+", " ");
      out.printf(
          "%d. %.3f  %s (%s, characters %d-%d)%n   %s%n",
          ++number,
          hit.path("score").asDouble(0),
          hit.path("title").asString(""),
          hit.path("document").asString(""),
          hit.path("start").asInt(0),
          hit.path("end").asInt(0),
          text.length() > 200 ? text.substring(0, 200) + "…" : text);
    }
    if (number == 0) {
      out.println("Nothing found.");
    }
  }
}
