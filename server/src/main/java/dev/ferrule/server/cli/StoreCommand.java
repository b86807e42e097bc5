package dev.ferrule.server.cli;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.http.BackupJson;
import dev.ferrule.server.http.Json;
import dev.ferrule.server.storage.Finding;
import dev.ferrule.server.storage.NodeBackups;
import dev.ferrule.server.storage.StoreCheck;
import dev.ferrule.server.storage.StoreRepair;
import dev.ferrule.store.Backups;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Checks and repairs the data directory of a stopped node; makes and restores backups. */
@CommandLine.Command(
    name = "store",
    description = {
      "Checks and repairs what a stopped node holds; makes backups, also while it runs, and",
      "restores them. Backups go to the directory of the setting backup.directory."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class StoreCommand {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @CommandLine.Command(
      name = "check",
      description = {
        "Compares every checksum, reads every entry, and compares the indexes with the store.",
        "Exits with 1 and names what is damaged when something is. The node must be stopped."
      },
      mixinStandardHelpOptions = true)
  int check(@CommandLine.Mixin NodeOptions options) {
    Path data = options.settings().data();
    return report(check(data));
  }

  private static StoreCheck.Report check(Path data) {
    requireStore(data);
    try (Store store = Store.open(data.resolve("store"), StoreSettings.DEFAULT)) {
      return StoreCheck.run(store, data);
    }
  }

  private static void requireStore(Path data) {
    if (!Files.isDirectory(data.resolve("store"))) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected the data directory of a node, found no store in %s; name it with --data"
              .formatted(data));
    }
  }

  private int report(StoreCheck.Report report) {
    PrintWriter out = spec.commandLine().getOut();
    report.findings().forEach(out::println);
    out.printf(
        "%,d entries and %d indexes checked, %s%n",
        report.entries(),
        report.collections(),
        report.findings().isEmpty() ? "all sound" : report.findings().size() + " damaged");
    out.flush();
    return report.findings().isEmpty() ? 0 : 1;
  }

  @CommandLine.Command(
      name = "repair",
      description = {
        "Does what is safe: makes damaged indexes again, counts anew, and puts entries that",
        "cannot be read into quarantine/ in the data directory. Says what it did; exits with 1",
        "when something is left that only a backup has. The node must be stopped."
      },
      mixinStandardHelpOptions = true)
  int repair(@CommandLine.Mixin NodeOptions options) {
    Path data = options.settings().data();
    requireStore(data);
    StoreRepair.Outcome outcome = StoreRepair.run(data, Instant.now());
    PrintWriter out = spec.commandLine().getOut();
    outcome.done().forEach(out::println);
    for (Finding left : outcome.left()) {
      out.println("left: " + left);
    }
    out.println(
        !outcome.left().isEmpty()
            ? "not all could be repaired; restore a backup"
            : outcome.done().isEmpty() ? "nothing to repair" : "repaired");
    out.flush();
    return outcome.left().isEmpty() ? 0 : 1;
  }

  @CommandLine.Command(
      name = "backup",
      description = {
        "Makes a backup: of the data directory while no node runs on it, otherwise through the",
        "node (--url, --key), which goes on meanwhile. A further one of the same name writes",
        "what is new only."
      },
      mixinStandardHelpOptions = true)
  int backup(
      @CommandLine.Mixin NodeOptions options,
      @CommandLine.Mixin NodeClient client,
      @CommandLine.Parameters(paramLabel = "NAME", description = "as nightly") String name) {
    JsonNode made = backup(options.settings(), client, name);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "backup %s number %d, %,d bytes in %d files%n",
        made.path("name").asString(""),
        made.path("number").asInt(0),
        made.path("bytes").asLong(0),
        made.path("files").asInt(0));
    out.flush();
    return 0;
  }

  private static JsonNode backup(Settings settings, NodeClient client, String name) {
    Path data = settings.data();
    if (Files.isDirectory(data.resolve("store"))) {
      try (Store store = Store.open(data.resolve("store"), StoreSettings.DEFAULT);
          var backups = new NodeBackups(store, settings)) {
        return BackupJson.of(backups.create(name));
      } catch (FerruleException e) {
        if (e.code() != ErrorCode.STORE_LOCKED) {
          throw e;
        }
      }
    }
    return client.post("/v1/backups", Json.object().put("name", name));
  }

  @CommandLine.Command(
      name = "backups",
      description = "Lists the backups in the directory of backup.directory.",
      mixinStandardHelpOptions = true)
  int backups(@CommandLine.Mixin NodeOptions options) {
    PrintWriter out = spec.commandLine().getOut();
    for (NodeBackups.Named each : NodeBackups.list(options.settings())) {
      out.printf(
          "%-20s  %6d  %s  %,15d bytes%n",
          each.name(), each.backup().number(), each.backup().at(), each.backup().bytes());
    }
    out.flush();
    return 0;
  }

  @CommandLine.Command(
      name = "restore",
      description = {
        "Writes a backup into an empty data directory, comparing checksums, and checks it as",
        "store check does. The indexes are made again at the next start."
      },
      mixinStandardHelpOptions = true)
  int restore(
      @CommandLine.Mixin NodeOptions options,
      @CommandLine.Parameters(paramLabel = "NAME", description = "of the backup") String name,
      @CommandLine.Option(
              names = "--number",
              defaultValue = "0",
              description = "which of that name (default: the latest)")
          int number) {
    Settings settings = options.settings();
    Path data = settings.data();
    if (Files.exists(data.resolve("index"))) {
      throw new FerruleException(
          ErrorCode.BACKUP_INVALID,
          "expected an empty directory to restore into, found an index in %s; name another with"
                  .formatted(data)
              + " --data");
    }
    Backups.Backup restored =
        NodeBackups.named(settings, name).restore(number, data.resolve("store"));
    spec.commandLine()
        .getOut()
        .printf("restored %s number %d of %s%n", name, restored.number(), restored.at());
    return report(check(data));
  }
}
