package dev.ferrule.server.cli;

import dev.ferrule.model.FerruleException;
import dev.ferrule.server.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    })
public final class Main {
  /** In the order of the help text. */
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("up", UpCommand.class);
    COMMANDS.put("serve", ServeCommand.class);
    COMMANDS.put("ask", AskCommand.class);
    COMMANDS.put("search", SearchCommand.class);
    COMMANDS.put("ingest", IngestCommand.class);
    COMMANDS.put("status", StatusCommand.class);
    COMMANDS.put("doctor", DoctorCommand.class);
    COMMANDS.put("keys", KeysCommand.class);
    COMMANDS.put("store", StoreCommand.class);
    COMMANDS.put("dead-letters", DeadLettersCommand.class);
    COMMANDS.put("labels", LabelsCommand.class);
    COMMANDS.put("fmt", FmtCommand.class);
    COMMANDS.put("lsp", LspCommand.class);
    COMMANDS.put("check", CheckCommand.class);
    COMMANDS.put("run", RunCommand.class);
    COMMANDS.put("explain", ExplainCommand.class);
    COMMANDS.put("functions", FunctionsCommand.class);
    COMMANDS.put("backtest", BacktestCommand.class);
    COMMANDS.put("publish", PublishCommand.class);
    COMMANDS.put("releases", ReleasesCommand.class);
    COMMANDS.put("diff", DiffCommand.class);
    COMMANDS.put("activate", ActivateCommand.class);
    COMMANDS.put("rollback", RollbackCommand.class);
    COMMANDS.put("shadow", ShadowCommand.class);
    COMMANDS.put("version", VersionCommand.class);
    COMMANDS.put("help", CommandLine.HelpCommand.class);
  }

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return commandLine(args.length == 0 ? "" : args[0])
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain)
        .setUsageHelpAutoWidth(asksForHelp(args))
        .execute(args);
  }

  /** Only the command that is meant: to read the annotations of all takes as long as to run one. */
  private static CommandLine commandLine(String first) {
    var line = new CommandLine(new Main());
    Class<?> meant = COMMANDS.get(first);
    if (meant != null && !first.equals("help")) {
      line.addSubcommand(first, meant);
    } else {
      COMMANDS.forEach(line::addSubcommand);
    }
    return line;
  }

  /** The width of the terminal takes a process to find out, and matters to help texts alone. */
  private static boolean asksForHelp(String... args) {
    return args.length == 0 || args[0].equals("help") || List.of(args).contains("--help");
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
