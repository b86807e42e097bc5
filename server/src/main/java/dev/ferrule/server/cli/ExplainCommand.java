package dev.ferrule.server.cli;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.RuleSet;
import dev.ferrule.rules.authoring.EventFile;
import dev.ferrule.rules.authoring.Explainer;
import dev.ferrule.rules.authoring.Explanation;
import dev.ferrule.rules.authoring.ExplanationJson;
import dev.ferrule.rules.authoring.ExplanationText;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.evaluation.EventClock;
import dev.ferrule.rules.evaluation.EventReader;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.rules.interpreter.Interpreter;
import dev.ferrule.rules.interpreter.Walk;
import dev.ferrule.server.config.Suggestions;
import dev.ferrule.server.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.node.ArrayNode;

/** Tells why rules fired or did not. */
@CommandLine.Command(
    name = "explain",
    description = {
      "Tells for one event why each rule fired or did not, down to the expression that decided it."
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @CommandLine.Mixin private RuleOptions options = new RuleOptions();

  @CommandLine.Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "the directory of the rule set, with main.sml")
  private Path directory = Path.of(".");

  @CommandLine.Option(
      names = "--event",
      required = true,
      paramLabel = "FILE",
      description = "a file with one event as JSON, or with one event a line (see --line)")
  private Path file = Path.of("event.json");

  @CommandLine.Option(
      names = "--line",
      paramLabel = "N",
      description = "take the event of this line, from 1, of a file with one event a line")
  private long line;

  @CommandLine.Option(
      names = "--action",
      paramLabel = "NAME",
      description = "take the JSON as the data of an event of this action")
  private @Nullable String action;

  @CommandLine.Option(names = "--rule", paramLabel = "NAME", description = "explain just this rule")
  private @Nullable String rule;

  @CommandLine.Option(names = "--json", description = "print the explanation as JSON")
  private boolean json;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  private static List<String> names(CheckedRules rules, Walk walk) {
    return new Explainer(rules, walk).rules(null).stream().map(Explanation::expression).toList();
  }

  @Override
  public Integer call() {
    RuleSet set = options.open(directory);
    CheckedRules rules = set.checked();
    var event = new EventReader(InstantSource.system(), action).read(read(), Math.max(1, line));
    var clock = new EventClock();
    clock.turnTo(event);
    var interpreter =
        new Interpreter(rules, RuleOptions.services(RuleOptions.labels(clock), clock));
    Walk walk = interpreter.evaluate(event);
    List<Explanation> explanations = new Explainer(rules, walk).rules(rule);
    if (explanations.isEmpty() && rule != null) {
      throw new FerruleException(
          ErrorCode.REQUEST_NOT_FOUND,
          "expected the name of a rule of the set, found %s%s"
              .formatted(rule, Suggestions.didYouMean(rule, names(rules, walk))));
    }
    var out = spec.commandLine().getOut();
    if (json) {
      ArrayNode array = Json.array();
      explanations.forEach(each -> ExplanationJson.write(each, array.addObject()));
      out.println(Json.text(array));
    } else {
      out.print(ExplanationText.render(explanations));
      out.println();
      out.println("verdicts: " + walk.evaluation().verdicts());
      walk.evaluation()
          .errors()
          .forEach(error ->
              out.printf(
                  "error at %s:%d: %s%n",
                  error.at().span().file().path(), error.at().span().line(), error.message()));
    }
    out.flush();
    return 0;
  }

  private JsonSlice read() {
    try {
      if (line == 0) {
        return JsonSlice.of(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new FerruleException(
          ErrorCode.REQUEST_NOT_FOUND, "expected a readable file, found none: " + file, e);
    }
    try (var lines = new EventFile(file)) {
      JsonSlice found = lines.next();
      while (found != null && lines.line() < line) {
        found = lines.next();
      }
      if (found == null || lines.line() != line) {
        throw new FerruleException(
            ErrorCode.REQUEST_NOT_FOUND,
            "expected an event on line %d of %s, found none".formatted(line, file));
      }
      return found;
    }
  }
}
