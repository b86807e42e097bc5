package dev.ferrule.server.cli;

import dev.ferrule.server.http.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Asks a node a question. */
@CommandLine.Command(
    name = "ask",
    description = "Asks a question and prints the answer with its citations.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:answered", "5:the documents do not answer", "3, 4:see ferrule --help"})
final class AskCommand implements Callable<Integer> {
  private static final int NO_ANSWER = 5;

  @CommandLine.Mixin private NodeClient client = new NodeClient();

  @CommandLine.Option(
      names = {"-c", "--collection"},
      description = "where to look (default: the only collection)")
  private @Nullable String collection;

  @CommandLine.Option(names = "--json", description = "print the response as JSON")
  private boolean json;

  @CommandLine.Parameters(paramLabel = "QUESTION", description = "the question")
  private String question = "";

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    JsonNode answer = ask(client, client.collection(collection), question);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(answer));
    } else {
      print(out, answer);
    }
    out.flush();
    return answer.path("no_answer").asBoolean(false) ? NO_ANSWER : 0;
  }

  static JsonNode ask(NodeClient client, String collection, String question) {
    return client.post(
        NodeClient.path(collection, "/answer"), Json.object().put("question", question));
  }

  /** The answer for people: the text, then each citation with where it stands. */
  static void print(PrintWriter out, JsonNode answer) {
    if (answer.path("blocked").asBoolean(false)) {
      out.println(answer.path("reason").asString(""));
      return;
    }
    if (answer.path("no_answer").asBoolean(false)) {
      out.println("The documents do not answer this.");
      return;
    }
    out.println(answer.path("answer").asString(""));
    out.println();
    int number = 0;
    for (JsonNode citation : answer.path("citations")) {
      String page = citation.has("page") ? ", page " + citation.path("page").asInt(0) : "";
      out.printf(
          "  [%d] %s (%s%s, characters %d-%d)%n      \"%s\"%n",
          ++number,
          citation.path("title").asString(""),
          citation.path("document").asString(""),
          page,
          citation.path("start").asInt(0),
          citation.path("end").asInt(0),
          citation.path("text").asString("").strip().replaceAll("\\s+", " "));
    }
    out.printf(
        "%n  %s, %.1f ms%n", answer.path("rung").asString(""), answer.path("took_ms").asDouble(0));
  }
}
