package dev.ferrule.server.cli;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.RuleSet;
import dev.ferrule.rules.RuleSets;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.labels.MemoryLabels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import picocli.CommandLine;

/** The rule set that a command works on. */
final class RuleOptions {
  private static final int MOST_ENTITIES = 1_000_000;

  @CommandLine.Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "the directory of the rule set, with main.sml")
  private Path directory = Path.of(".");

  /** The rule set. */
  RuleSet open() {
    return open(directory);
  }

  static RuleSet open(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a directory of rules with a main.sml, found none: " + directory);
    }
    return RuleSets.open(directory, List.of());
  }

  /** Services for rules that run here, with labels kept in memory. */
  static Services services(Labels labels) {
    return new Services(labels, InstantSource.system(), Random::new);
  }

  static Labels labels() {
    return new MemoryLabels(MOST_ENTITIES, InstantSource.system());
  }
}
