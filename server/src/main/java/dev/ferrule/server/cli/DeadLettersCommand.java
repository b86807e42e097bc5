package dev.ferrule.server.cli;

import dev.ferrule.server.http.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Lists, replays and deletes what could not be evaluated or delivered. */
@CommandLine.Command(
    name = "dead-letters",
    description = "Lists, replays and deletes what could not be evaluated or delivered.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class DeadLettersCommand {
  private static final String PATH = "/v1/dead-letters";

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @CommandLine.Command(
      name = "list",
      description = "Lists dead letters, the oldest first.",
      mixinStandardHelpOptions = true)
  int list(
      @CommandLine.Mixin NodeClient client,
      @CommandLine.Option(
              names = "--source",
              paramLabel = "SOURCE",
              description = "those from the inbox, kafka, a webhook or a sink")
          @Nullable String source,
      @CommandLine.Option(
              names = "--limit",
              paramLabel = "N",
              description = "most to list",
              defaultValue = "100")
          int limit,
      @CommandLine.Option(names = "--json", description = "print JSON") boolean json) {
    JsonNode page = client.get(PATH + "?limit=" + limit + filter("&", source));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(page));
    } else {
      if (page.path("dead_letters").isEmpty()) {
        out.println("no dead letters");
      }
      page.path("dead_letters").forEach(letter -> print(letter, out));
      if (page.path("next").isString()) {
        out.println("there are more; list more with --limit");
      }
    }
    out.flush();
    return 0;
  }

  private static void print(JsonNode letter, PrintWriter out) {
    out.printf(
        "%s  %s  %s %s  event %s  %d attempts  %s (%s)%n",
        letter.path("id").asString(""),
        TimeText.seconds(letter.path("at").asString("")),
        letter.path("source").asString(""),
        letter.path("name").asString(""),
        letter.path("event_id").asString("-"),
        letter.path("attempts").asInt(0),
        letter.path("error").asString(""),
        letter.path("code").asString(""));
  }

  private static String filter(String joint, @Nullable String source) {
    return source == null ? "" : joint + "source=" + NodeClient.encode(source);
  }

  @CommandLine.Command(
      name = "replay",
      description = "Tries dead letters again: those named, or all.",
      mixinStandardHelpOptions = true)
  int replay(
      @CommandLine.Mixin NodeClient client,
      @CommandLine.Parameters(paramLabel = "ID", arity = "0..*", description = "as listed")
          @Nullable List<String> ids,
      @CommandLine.Option(names = "--all", description = "all there are") boolean all,
      @CommandLine.Option(
              names = "--source",
              paramLabel = "SOURCE",
              description = "with --all: those from there")
          @Nullable String source) {
    PrintWriter out = spec.commandLine().getOut();
    if (all == (ids != null && !ids.isEmpty())) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "expected ids or --all, found " + (all ? "both" : "neither"));
    }
    int refused = all ? replayAll(client, source, out) : 0;
    for (String id : ids == null ? new ArrayList<String>() : ids) {
      client.post(PATH + "/" + NodeClient.encode(id) + "/replay", Json.object());
      out.println("replayed " + id);
    }
    out.flush();
    return refused == 0 ? 0 : 3;
  }

  private static int replayAll(NodeClient client, @Nullable String source, PrintWriter out) {
    JsonNode done = client.post(PATH + "/replay" + filter("?", source), Json.object());
    JsonNode refused = done.path("refused");
    out.printf("replayed %d, refused %d%n", done.path("replayed").asInt(0), refused.size());
    for (JsonNode one : refused) {
      out.printf(
          "%s  %s (%s)%n",
          one.path("id").asString(""),
          one.path("error").asString(""),
          one.path("code").asString(""));
    }
    return refused.size();
  }

  @CommandLine.Command(
      name = "delete",
      description = "Deletes dead letters for good.",
      mixinStandardHelpOptions = true)
  int delete(
      @CommandLine.Mixin NodeClient client,
      @CommandLine.Parameters(paramLabel = "ID", arity = "1..*", description = "as listed")
          List<String> ids) {
    PrintWriter out = spec.commandLine().getOut();
    for (String id : ids) {
      client.delete(PATH + "/" + NodeClient.encode(id));
      out.println("deleted " + id);
    }
    out.flush();
    return 0;
  }
}
