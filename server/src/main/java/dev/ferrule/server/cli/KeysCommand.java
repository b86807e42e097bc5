package dev.ferrule.server.cli;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.auth.ApiKeys;
import dev.ferrule.server.auth.Role;
import dev.ferrule.server.http.Json;
import dev.ferrule.server.http.KeyJson;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/**
 * Makes, lists and deletes API keys: in the data directory when no node has it open, which is how
 * the first key is made, otherwise through the node.
 */
@CommandLine.Command(
    name = "keys",
    description = {
      "Makes, lists and deletes API keys, in the data directory while no node runs on it,",
      "otherwise through the node (--url, --key). Once there is a key, every request needs one."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  /** What all its commands share. */
  static final class Target {
    @CommandLine.Mixin private NodeOptions options = new NodeOptions();
    @CommandLine.Mixin private NodeClient client = new NodeClient();

    @CommandLine.Option(names = "--json", description = "print JSON")
    private boolean json;

    /** Runs in the data directory, or through the node that has it open. */
    JsonNode run(Function<ApiKeys, JsonNode> here, Function<NodeClient, JsonNode> there) {
      try (Store store =
          Store.open(options.settings().data().resolve("store"), StoreSettings.DEFAULT)) {
        return here.apply(new ApiKeys(store));
      } catch (FerruleException e) {
        if (e.code() != ErrorCode.STORE_LOCKED) {
          throw e;
        }
        return there.apply(client);
      }
    }
  }

  @CommandLine.Command(
      name = "create",
      description = "Makes a key and prints it; it is not shown again.",
      mixinStandardHelpOptions = true)
  int create(
      @CommandLine.Mixin Target target,
      @CommandLine.Option(names = "--name", required = true, description = "what it is for")
          String name,
      @CommandLine.Option(
              names = "--role",
              required = true,
              description =
                  "worker, or read, write or admin; of these each may do what those before it may")
          Role role) {
    JsonNode made =
        target.run(
            keys -> KeyJson.of(keys.create(name, role)),
            node ->
                node.post("/v1/keys", Json.object().put("name", name).put("role", lower(role))));
    PrintWriter out = spec.commandLine().getOut();
    if (target.json) {
      out.println(Json.text(made));
    } else {
      out.println(made.path("secret").asString(""));
      out.printf(
          "id %s, role %s. Keep it: it is not shown again.%n",
          made.path("id").asString(""), made.path("role").asString(""));
    }
    out.flush();
    return 0;
  }

  @CommandLine.Command(
      name = "list",
      description = "Lists keys, without their secrets.",
      mixinStandardHelpOptions = true)
  int list(@CommandLine.Mixin Target target) {
    JsonNode listed = target.run(keys -> KeyJson.of(keys.list()), node -> node.get("/v1/keys"));
    PrintWriter out = spec.commandLine().getOut();
    if (target.json) {
      out.println(Json.text(listed));
    } else {
      for (JsonNode key : listed.path("keys")) {
        out.printf(
            "%s  %-5s  %s  %s%n",
            key.path("id").asString(""),
            key.path("role").asString(""),
            key.path("created").asString(""),
            key.path("name").asString(""));
      }
    }
    out.flush();
    return 0;
  }

  @CommandLine.Command(
      name = "delete",
      description = "Deletes a key by its id.",
      mixinStandardHelpOptions = true)
  int delete(
      @CommandLine.Mixin Target target,
      @CommandLine.Parameters(paramLabel = "ID", description = "as listed") String id) {
    target.run(
        keys -> {
          keys.delete(id);
          return Json.object();
        },
        node -> node.delete("/v1/keys/" + NodeClient.encode(id)));
    spec.commandLine().getOut().println("deleted " + id);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static String lower(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
