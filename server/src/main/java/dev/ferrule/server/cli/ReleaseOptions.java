package dev.ferrule.server.cli;

import dev.ferrule.server.http.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.node.ObjectNode;

/** What all commands that change releases share. */
final class ReleaseOptions {
  @CommandLine.Option(
      names = "--by",
      paramLabel = "NAME",
      description = "who does it (default: the name of the key, or of the user)")
  private @Nullable String by;

  @CommandLine.Option(names = "--note", paramLabel = "TEXT", description = "why, for the history")
  private @Nullable String note;

  @CommandLine.Option(names = "--json", description = "print JSON")
  private boolean json;

  boolean json() {
    return json;
  }

  /** A body that says who and why; with a key, the node knows who. */
  ObjectNode authored(NodeClient client) {
    ObjectNode body = Json.object();
    if (by != null || !client.hasKey()) {
      body.put("by", by != null ? by : System.getProperty("user.name", ""));
    }
    if (note != null) {
      body.put("note", note);
    }
    return body;
  }
}
