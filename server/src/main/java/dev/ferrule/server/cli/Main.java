package dev.ferrule.server.cli;

import dev.ferrule.model.FerruleException;
import dev.ferrule.server.Version;
import picocli.CommandLine;

/** The command line of Ferrule. */
@CommandLine.Command(
    name = "ferrule",
    description = "Answers questions over your documents and runs your rules, from one process.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it worked",
      "1:the node failed, or something unforeseen happened",
      "2:the command line or the configuration is wrong",
      "3:the request is wrong, or what it names does not exist",
      "4:the node cannot be reached, or asks to try again later",
      "5:the documents do not answer the question (ask)"
    },
    subcommands = {
      UpCommand.class,
      ServeCommand.class,
      AskCommand.class,
      SearchCommand.class,
      IngestCommand.class,
      StatusCommand.class,
      KeysCommand.class,
      StoreCommand.class,
      DeadLettersCommand.class,
      LabelsCommand.class,
      FmtCommand.class,
      LspCommand.class,
      CheckCommand.class,
      RunCommand.class,
      ExplainCommand.class,
      FunctionsCommand.class,
      BacktestCommand.class,
      PublishCommand.class,
      ReleasesCommand.class,
      DiffCommand.class,
      ActivateCommand.class,
      RollbackCommand.class,
      ShadowCommand.class,
      VersionCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain)
        .setUsageHelpAutoWidth(true)
        .execute(args);
  }

  private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (failure instanceof FerruleException known) {
      command.getErr().println("ferrule: " + known.getMessage() + " (" + known.code().id() + ")");
      command.getErr().flush();
      return exitCode(known);
    }
    throw failure;
  }

  private static int exitCode(FerruleException failure) {
    if (failure.code().id().startsWith("config.") || failure.code().id().startsWith("model.")) {
      return 2;
    }
    return switch (failure.code().blame()) {
      case CALLER -> 3;
      case RETRY -> 4;
      case SYSTEM -> 1;
    };
  }

  static final class VersionText implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"ferrule " + Version.NUMBER};
    }
  }
}
