package dev.ferrule.server.cli;

import dev.ferrule.rules.RuleSets;
import dev.ferrule.server.releases.Release;
import dev.ferrule.server.releases.ReleaseDiff;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Shows what differs between two releases. */
@CommandLine.Command(
    name = "diff",
    description = {
      "Shows what differs from one release to another, or to a directory.",
      "Without the other: from the live release to it."
    },
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
  /** How much is shown. */
  enum Detail {
    NAMES,
    LINES
  }

  @CommandLine.Mixin private NodeClient client = new NodeClient();

  @CommandLine.Parameters(
      index = "0",
      paramLabel = "HASH",
      description = "a release, or the first 6 digits or more of its hash")
  private String first = "";

  @CommandLine.Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "HASH|DIR",
      description = "another, or a directory")
  private @Nullable String other;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    Release before;
    Release after;
    if (other == null) {
      String live = client.get("/v1/releases/state").path("live").asString("");
      if (live.isEmpty()) {
        throw PublishCommand.wrong("expected a live release or another to compare, found none");
      }
      before = fetch(client, live);
      after = fetch(client, first);
    } else {
      before = fetch(client, first);
      after =
          Files.isDirectory(Path.of(other))
              ? Release.of(RuleSets.files(Path.of(other)))
              : fetch(client, other);
    }
    PrintWriter out = spec.commandLine().getOut();
    print(out, ReleaseDiff.between(before, after), Detail.LINES);
    out.flush();
    return 0;
  }

  /** A release of the node with its files. */
  static Release fetch(NodeClient client, String hash) {
    JsonNode found = client.get("/v1/releases/" + NodeClient.encode(hash));
    var files = new TreeMap<String, byte[]>();
    found
        .path("files")
        .forEachEntry((path, content) ->
            files.put(
                path,
                content.isString()
                    ? content.asString().getBytes(StandardCharsets.UTF_8)
                    : Base64.getDecoder().decode(content.path("base64").asString(""))));
    return Release.of(files);
  }

  static void print(PrintWriter out, ReleaseDiff diff, Detail detail) {
    if (diff.isEmpty()) {
      out.println("nothing differs");
      return;
    }
    for (ReleaseDiff.File file : diff.files()) {
      if (detail == Detail.LINES && file.unified() != null) {
        out.println(file.unified());
      } else {
        out.printf("%-8s %s%n", file.change().name().toLowerCase(Locale.ROOT), file.path());
      }
    }
    print(out, "rules added", diff.rulesAdded());
    print(out, "rules removed", diff.rulesRemoved());
    print(out, "rules changed", diff.rulesChanged());
  }

  private static void print(PrintWriter out, String what, List<String> names) {
    if (!names.isEmpty()) {
      out.printf("%s: %s%n", what, String.join(", ", names));
    }
  }
}
