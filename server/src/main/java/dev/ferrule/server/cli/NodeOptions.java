package dev.ferrule.server.cli;

import dev.ferrule.server.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The options of commands that start a node or open its directory. */
final class NodeOptions {
  private static final Path DEFAULT_FILE = Path.of("ferrule.yaml");

  @CommandLine.Option(
      names = "--config",
      paramLabel = "FILE",
      description = "settings in YAML (default: ferrule.yaml when it exists)")
  private @Nullable Path config;

  @CommandLine.Option(
      names = "--data",
      paramLabel = "DIR",
      description = "where the node keeps everything (default: ferrule-data)")
  private @Nullable String data;

  @CommandLine.Option(names = "--host", description = "address to listen on (default: 127.0.0.1)")
  private @Nullable String host;

  @CommandLine.Option(
      names = "--port",
      description = "port to listen on, 0 for a free one (default: 8080)")
  private @Nullable String port;

  @CommandLine.Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "any setting of docs/configuration.md; may be repeated")
  private Map<String, String> set = new LinkedHashMap<>();

  /** The settings: flags over the environment over the file over the defaults. */
  Settings settings() {
    return settings(Map.of());
  }

  /** The settings, with these as if they were flags, where no flag says otherwise. */
  Settings settings(Map<String, String> standing) {
    var flags = new LinkedHashMap<>(standing);
    flags.putAll(set);
    put(flags, "data.directory", data);
    put(flags, "server.host", host);
    put(flags, "server.port", port);
    Map<String, String> environment = System.getenv();
    Path file = config;
    if (file == null && environment.containsKey("FERRULE_CONFIG")) {
      file = Path.of(environment.getOrDefault("FERRULE_CONFIG", ""));
    }
    if (file == null && Files.exists(DEFAULT_FILE)) {
      file = DEFAULT_FILE;
    }
    return Settings.read(file, environment, flags);
  }

  private static void put(Map<String, String> flags, String key, @Nullable String value) {
    if (value != null) {
      flags.put(key, value);
    }
  }
}
