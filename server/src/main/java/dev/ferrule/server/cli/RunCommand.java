package dev.ferrule.server.cli;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.rules.authoring.EventFile;
import dev.ferrule.rules.bytecode.Evaluator;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventClock;
import dev.ferrule.rules.evaluation.EventReader;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.rules.labels.Labels;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs a rule set over a file of events. */
@CommandLine.Command(
    name = "run",
    description = {
      "Runs a rule set over events and writes one result a line: what the engine adds under two",
      "underscores, then the features. Labels are kept in memory from one event to the next.",
      "A line that is no event is told on stderr and counted; the others go on."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final int MOST_TOLD = 10;

  @CommandLine.Mixin private RuleOptions options = new RuleOptions();

  @CommandLine.Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "the directory of the rule set, with main.sml")
  private Path directory = Path.of(".");

  @CommandLine.Mixin private EventOptions events = new EventOptions();

  @CommandLine.Option(
      names = "--out",
      paramLabel = "FILE",
      description = "where to write the results (default: stdout); .gz is deflated")
  private @Nullable Path out;

  @CommandLine.Option(
      names = "--errors",
      description = "print the failures of each event on stderr")
  private boolean errors;

  @Override
  public Integer call() {
    var clock = new EventClock();
    Labels labels = RuleOptions.labels(clock);
    var reader = events.reader();
    try (var set = options.open(directory);
        var file = events.open();
        OutputStream target = open()) {
      var evaluator = set.compile(RuleOptions.services(labels, clock)).newEvaluator();
      return run(file, reader, evaluator, labels, clock, target);
    } catch (IOException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID, "expected to write results, found: " + e.getMessage(), e);
    }
  }

  private OutputStream open() throws IOException {
    if (out == null) {
      return new BufferedOutputStream(System.out, 1 << 16);
    }
    OutputStream file = Files.newOutputStream(out);
    return new BufferedOutputStream(
        out.toString().endsWith(".gz") ? new GZIPOutputStream(file) : file, 1 << 16);
  }

  private int run(
      EventFile file,
      EventReader reader,
      Evaluator evaluator,
      Labels labels,
      EventClock clock,
      OutputStream target)
      throws IOException {
    var result = new JsonWriter(1 << 12);
    var rate = new Rate("evaluating", System.err);
    long refused = 0;
    for (JsonSlice line = file.next(); line != null; line = file.next()) {
      try {
        Event event = reader.read(line, file.line());
        clock.turnTo(event);
        result.reset();
        evaluator.evaluate(event, result);
        target.write(result.bytes(), 0, result.length());
        target.write('\n');
        evaluator.applyLabels(labels);
        if (errors) {
          long number = file.line();
          evaluator
              .errors()
              .forEach(error ->
                  System.err.printf(
                      "line %d: %s:%d: %s%n",
                      number,
                      error.at().span().file().path(),
                      error.at().span().line(),
                      error.message()));
        }
      } catch (FerruleException e) {
        refused++;
        if (refused <= MOST_TOLD) {
          System.err.printf("line %d: %s (%s)%n", file.line(), e.getMessage(), e.code().id());
        }
      }
      rate.advance(file.progress());
    }
    target.flush();
    rate.finish(refused);
    return refused == 0 ? 0 : 3;
  }
}
