package dev.ferrule.server.cli;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.RuleSet;
import dev.ferrule.rules.RuleSets;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.network.JndiResolver;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.labels.MemoryLabels;
import dev.ferrule.server.functions.LoadedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What rules may call beside the functions that ship, for every command that opens rules. */
final class RuleOptions {
  private static final int MOST_ENTITIES = 1_000_000;

  @CommandLine.Option(
      names = "--functions",
      paramLabel = "DIR",
      description = "a directory of jars with further functions")
  private @Nullable Path jars;

  @CommandLine.Option(
      names = "--dns",
      paramLabel = "SERVER",
      description = "the name server that MXLookup asks (default: it asks none and fails)")
  private @Nullable String dns;

  /** The rule set of a directory. */
  RuleSet open(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a directory of rules with a main.sml, found none: " + directory);
    }
    var options =
        dns == null
            ? StandardFunctions.Options.DEFAULT
            : new StandardFunctions.Options(
                new JndiResolver(List.of(dns), Duration.ofSeconds(2)), 0);
    return RuleSets.open(directory, options.with(new LoadedModel()), jars);
  }

  /** Services for rules that run here. */
  static Services services(Labels labels, InstantSource clock) {
    return new Services(labels, clock, Random::new);
  }

  /** Labels kept in memory. */
  static Labels labels(InstantSource clock) {
    return new MemoryLabels(MOST_ENTITIES, clock);
  }
}
