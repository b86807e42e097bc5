package dev.ferrule.server.cli;

import dev.ferrule.server.Version;
import dev.ferrule.server.http.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Says which Ferrule and which Java this is. */
@CommandLine.Command(
    name = "version",
    description = "Prints the version.",
    mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
  @CommandLine.Option(names = "--json", description = "print JSON")
  private boolean json;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    String java = Runtime.version().toString();
    spec.commandLine()
        .getOut()
        .println(
            json
                ? Json.text(Json.object().put("ferrule", Version.NUMBER).put("java", java))
                : "ferrule " + Version.NUMBER + " (Java " + java + ")");
    return 0;
  }
}
