package dev.ferrule.server.workers;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How processes of workers are started. Immutable.
 *
 * @param count how many for each set of sources
 * @param command what starts one, without the paths of sources
 * @param directory where each set of sources has a directory
 */
record ProcessSettings(int count, List<String> command, long memoryBytes, Path directory) {
  private static final int MOST_PROCESSES = 64;

  static ProcessSettings of(Settings settings) {
    int count = settings.integer("workers.count");
    if (count > MOST_PROCESSES) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected at most %d in workers.count, found %d".formatted(MOST_PROCESSES, count));
    }
    List<String> command = List.of(settings.text("workers.command").strip().split("\\s+"));
    if (command.getFirst().isEmpty()) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID, "expected a command in workers.command, found none");
    }
    return new ProcessSettings(
        count,
        command,
        (long) settings.integer("workers.memory_mb") << 20,
        settings.data().resolve("workers"));
  }

  /** The directory of a set of sources, with the sources in it. */
  Path write(String hash, Map<String, byte[]> sources) {
    Path home = directory.resolve(hash);
    try {
      for (var source : sources.entrySet()) {
        Path file = home.resolve(source.getKey()).normalize();
        if (!file.startsWith(home)) {
          throw new FerruleException(
              ErrorCode.RULE_INVALID, "expected a path within the rule set, found one out of it");
        }
        Files.createDirectories(file.getParent());
        Files.write(file, source.getValue());
      }
    } catch (IOException e) {
      throw new FerruleException(
          ErrorCode.FUNCTIONS_UNAVAILABLE,
          "expected to write the sources of functions under the data directory, found: "
              + e.getClass().getSimpleName(),
          e);
    }
    return home;
  }

  /** Deletes the directory of a set of sources. */
  void delete(String hash) {
    delete(directory.resolve(hash));
  }

  /** Deletes all of them. */
  void clear() {
    delete(directory);
  }

  private static void delete(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> below = Files.walk(path)) {
      for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      // What stays is overwritten by the next process that needs it, or deleted at the next start.
    }
  }
}
