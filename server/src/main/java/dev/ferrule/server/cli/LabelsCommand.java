package dev.ferrule.server.cli;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.http.Json;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows and changes labels of entities, through the node. */
@CommandLine.Command(
    name = "labels",
    description = "Shows the labels of entities, and changes them by hand.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class LabelsCommand {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  /** What all its commands share. */
  static final class Target {
    @CommandLine.Mixin private NodeClient client = new NodeClient();

    @CommandLine.Option(names = "--json", description = "print JSON")
    private boolean json;
  }

  /** Which label of which entity, and why. */
  static final class Change {
    @CommandLine.Parameters(index = "0", paramLabel = "TYPE/ID", description = "as User/7")
    private String entity = "";

    @CommandLine.Parameters(index = "1", paramLabel = "LABEL", description = "its name")
    private String label = "";

    @CommandLine.Option(names = "--reason", paramLabel = "TEXT", description = "why, for people")
    private String reason = "";

    @CommandLine.Option(
        names = "--for",
        paramLabel = "TIME",
        converter = TimeText.Length.class,
        description = "after which it expires, as 90s, 15m, 2h or 7d (default: never)")
    private @Nullable Double seconds;

    private ObjectNode json(String status) {
      ObjectNode json =
          Json.object().put("label", label).put("status", status).put("reason", reason);
      return seconds == null ? json : json.put("expires_after_s", seconds);
    }
  }

  @CommandLine.Command(
      name = "show",
      description = "Shows the labels of an entity, and how it came to them.",
      mixinStandardHelpOptions = true)
  int show(
      @CommandLine.Mixin Target target,
      @CommandLine.Parameters(paramLabel = "TYPE/ID", description = "as User/7") String entity) {
    return print(target, target.client.get(path(entity)));
  }

  @CommandLine.Command(
      name = "add",
      description = "Adds a label by hand: rules do not remove it until it expires.",
      mixinStandardHelpOptions = true)
  int add(@CommandLine.Mixin Target target, @CommandLine.Mixin Change change) {
    return print(target, target.client.post(path(change.entity), change.json("added")));
  }

  @CommandLine.Command(
      name = "remove",
      description = "Removes a label by hand: rules do not add it until that expires.",
      mixinStandardHelpOptions = true)
  int remove(@CommandLine.Mixin Target target, @CommandLine.Mixin Change change) {
    return print(target, target.client.post(path(change.entity), change.json("removed")));
  }

  @CommandLine.Command(
      name = "list",
      description = "Lists entities that have labels.",
      mixinStandardHelpOptions = true)
  int list(
      @CommandLine.Mixin Target target,
      @CommandLine.Option(names = "--type", paramLabel = "TYPE", description = "only of this type")
          @Nullable String type,
      @CommandLine.Option(
              names = "--label",
              paramLabel = "LABEL",
              description = "only those with this label")
          @Nullable String label,
      @CommandLine.Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "100",
              description = "at most so many, up to 1000 (default: 100)")
          int limit,
      @CommandLine.Option(
              names = "--after",
              paramLabel = "TYPE/ID",
              description = "go on after this TYPE/ID")
          @Nullable String after) {
    String query = parameter("type", type) + parameter("label", label) + parameter("after", after);
    JsonNode page = target.client.get("/v1/entities?limit=" + limit + query);
    PrintWriter out = spec.commandLine().getOut();
    if (target.json) {
      out.println(Json.text(page));
    } else {
      if (page.path("entities").isEmpty()) {
        out.println("no entities");
      }
      for (JsonNode entity : page.path("entities")) {
        out.printf("%s  %s%n", entity.path("entity").asString(""), brief(entity.path("labels")));
      }
      if (page.path("next").isString()) {
        out.println("more: --after " + page.path("next").asString());
      }
    }
    out.flush();
    return 0;
  }

  private static String parameter(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static String path(String entity) {
    int slash = entity.indexOf('/');
    if (slash < 1 || slash == entity.length() - 1) {
      throw new FerruleException(
          ErrorCode.REQUEST_MALFORMED, "expected an entity as TYPE/ID, found " + entity);
    }
    return "/v1/entities/" + NodeClient.encode(entity);
  }

  private static String brief(JsonNode labels) {
    var text = new StringBuilder();
    for (JsonNode label : labels) {
      text.append(text.isEmpty() ? "" : ", ").append(label.path("label").asString(""));
      text.append(' ').append(status(label));
    }
    return text.toString();
  }

  private static String status(JsonNode label) {
    String status = label.path("status").asString("").replace('_', ' ');
    return label.path("expired").asBoolean(false) ? status + ", expired" : status;
  }

  private int print(Target target, JsonNode entity) {
    PrintWriter out = spec.commandLine().getOut();
    if (target.json) {
      out.println(Json.text(entity));
    } else {
      print(entity, out);
    }
    out.flush();
    return 0;
  }

  private static void print(JsonNode entity, PrintWriter out) {
    if (entity.path("labels").isEmpty()) {
      out.println("no labels");
    }
    for (JsonNode label : entity.path("labels")) {
      out.printf("%s: %s%n", label.path("label").asString(""), status(label));
      for (JsonNode reason : label.path("reasons")) {
        out.printf(
            "  %s since %s%s%s%n",
            reason.path("name").asString(""),
            TimeText.seconds(reason.path("created_at").asString("")),
            reason.path("expires_at").isString()
                ? " until " + TimeText.seconds(reason.path("expires_at").asString())
                : "",
            reason.path("description").asString("").isEmpty()
                ? ""
                : ": " + reason.path("description").asString());
      }
    }
    for (JsonNode change : entity.path("delayed")) {
      out.printf(
          "%s: %s at %s%n",
          change.path("label").asString(""),
          change.path("status").asString(""),
          TimeText.seconds(change.path("due_at").asString("")));
    }
  }
}
