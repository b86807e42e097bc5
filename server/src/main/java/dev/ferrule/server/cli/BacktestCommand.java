package dev.ferrule.server.cli;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.authoring.Backtest;
import dev.ferrule.rules.authoring.BacktestPage;
import dev.ferrule.rules.authoring.BacktestResult;
import dev.ferrule.rules.authoring.BacktestText;
import dev.ferrule.rules.bytecode.RuleCompiler;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.evaluation.EventClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** Holds a changed rule set against the old one, on events that happened. */
@CommandLine.Command(
    name = "backtest",
    description = {
      "Runs two versions of a rule set over the same events and tells what changed: hits of each",
      "rule before and after, events that make the difference, errors, and the time an event takes.",
      "No label is changed, and rules see no labels."
    },
    mixinStandardHelpOptions = true)
final class BacktestCommand implements Callable<Integer> {
  @CommandLine.Mixin private RuleOptions options = new RuleOptions();

  @CommandLine.Parameters(index = "0", paramLabel = "OLD", description = "the rule set as it is")
  private Path before = Path.of(".");

  @CommandLine.Parameters(index = "1", paramLabel = "NEW", description = "the changed rule set")
  private Path after = Path.of(".");

  @CommandLine.Mixin private EventOptions events = new EventOptions();

  @CommandLine.Option(names = "--json", description = "print the result as JSON")
  private boolean json;

  @CommandLine.Option(
      names = "--html",
      paramLabel = "FILE",
      description = "also write the result as a page with plots")
  private @Nullable Path html;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    var clock = new EventClock();
    var backtest = new Backtest(version(before, clock), version(after, clock), clock);
    var rate = new Rate("evaluating with both", System.err);
    BacktestResult result;
    try (var file = events.open()) {
      backtest.run(file, events.reader(), count -> rate.at(count, file.progress()));
      result = backtest.result();
      rate.at(result.events() + result.refused(), 1);
      rate.finish(result.refused());
    }
    var out = spec.commandLine().getOut();
    out.println(
        json ? JsonMapper.shared().writeValueAsString(result) : BacktestText.render(result));
    out.flush();
    if (html != null) {
      try {
        Files.writeString(html, BacktestPage.render(result, before.toString(), after.toString()));
        System.err.println("wrote " + html);
      } catch (IOException e) {
        throw new FerruleException(
            ErrorCode.CONFIG_INVALID,
            "expected to write " + html + ", found: " + e.getMessage(),
            e);
      }
    }
    return 0;
  }

  private Backtest.Version version(Path directory, EventClock clock) {
    CheckedRules rules = options.open(directory).checked();
    return new Backtest.Version(
        RuleCompiler.compile(rules, RuleOptions.services(RuleOptions.labels(clock), clock)),
        rules.ruleDescriptions());
  }
}
