package dev.ferrule.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Goes back to what was live before. */
@CommandLine.Command(
    name = "rollback",
    description = {"Drops the candidate. Without one, makes live again what was live before."},
    mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
  @CommandLine.Mixin private NodeClient client = new NodeClient();
  @CommandLine.Mixin private ReleaseOptions release = new ReleaseOptions();

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    ActivateCommand.print(
        client.post("/v1/releases/rollback", release.authored(client)),
        release.json(),
        spec.commandLine().getOut());
    return 0;
  }
}
