package dev.ferrule.rules.authoring;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.bytecode.Evaluator;
import dev.ferrule.rules.bytecode.Program;
import dev.ferrule.rules.evaluation.Evaluation;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventClock;
import dev.ferrule.rules.evaluation.EventReader;
import dev.ferrule.rules.evaluation.JsonSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/** Runs two versions of a rule set over the same events and tells what changed. Confined. */
public final class Backtest {
  private static final int MOST_SAMPLES = 5;
  private static final int MOST_SAMPLE_CHARS = 2_000;

  /**
   * One version of the set.
   *
   * @param rules the names of its rules, with their descriptions
   */
  public record Version(Program program, Map<String, String> rules) {
    public Version {
      rules = Map.copyOf(rules);
    }
  }

  private final EventClock clock;
  private final Version before;
  private final Version after;
  private final Evaluator evaluatorBefore;
  private final Evaluator evaluatorAfter;
  private final Map<String, Tally> tallies = new TreeMap<>();
  private final Durations costBefore = new Durations();
  private final Durations costAfter = new Durations();
  private final List<Long> changedVerdicts = new ArrayList<>();
  private final List<String> rejected = new ArrayList<>();
  private long events;
  private long refused;
  private long errorsBefore;
  private long errorsAfter;

  /**
   * @param clock the clock of both programs' services, which follows the events
   */
  public Backtest(Version before, Version after, EventClock clock) {
    this.clock = clock;
    this.before = before;
    this.after = after;
    evaluatorBefore = before.program().newEvaluator();
    evaluatorAfter = after.program().newEvaluator();
    var names = new TreeSet<String>(before.rules().keySet());
    names.addAll(after.rules().keySet());
    names.forEach(name -> tallies.put(name, new Tally()));
  }

  /** What both versions made of one rule. Confined. */
  private static final class Tally {
    long before;
    long after;
    long failedBefore;
    long failedAfter;
    final List<BacktestResult.Sample> appeared = new ArrayList<>();
    final List<BacktestResult.Sample> disappeared = new ArrayList<>();
    long appearedCount;
    long disappearedCount;
    final List<Long> beforeByPart = new ArrayList<>();
    final List<Long> afterByPart = new ArrayList<>();
  }

  /** Runs all events of a file; {@code progress} hears how many it were after every thousand. */
  public void run(EventFile file, EventReader reader, LongConsumer progress) {
    for (JsonSlice line = file.next(); line != null; line = file.next()) {
      try {
        add(reader.read(line, file.line()), file.line());
      } catch (FerruleException e) {
        refused++;
        if (rejected.size() < MOST_SAMPLES) {
          rejected.add("line %d: %s".formatted(file.line(), e.getMessage()));
        }
      }
      if ((events + refused) % 1_000 == 0) {
        progress.accept(events + refused);
      }
    }
  }

  private void add(Event event, long line) {
    clock.turnTo(event);
    // Whoever goes first finds the caches cold, so they take turns.
    Evaluation first;
    Evaluation second;
    if (events % 2 == 0) {
      first = timed(evaluatorBefore, event, costBefore);
      second = timed(evaluatorAfter, event, costAfter);
    } else {
      second = timed(evaluatorAfter, event, costAfter);
      first = timed(evaluatorBefore, event, costBefore);
    }
    events++;
    errorsBefore += first.errors().size();
    errorsAfter += second.errors().size();
    if (!first.verdicts().equals(second.verdicts())) {
      changedVerdicts.add(line);
    }
    int part = (int) ((events - 1) / 1_000);
    tallies.forEach((name, tally) -> tally(name, tally, first, second, line, part));
  }

  private static Evaluation timed(Evaluator evaluator, Event event, Durations cost) {
    long started = System.nanoTime();
    Evaluation evaluation = evaluator.evaluate(event);
    cost.add(System.nanoTime() - started);
    return evaluation;
  }

  private void tally(
      String name, Tally tally, Evaluation first, Evaluation second, long line, int part) {
    boolean was = fired(first, name);
    boolean is = fired(second, name);
    tally.before += was ? 1 : 0;
    tally.after += is ? 1 : 0;
    tally.failedBefore += failed(first, name) ? 1 : 0;
    tally.failedAfter += failed(second, name) ? 1 : 0;
    while (tally.beforeByPart.size() <= part) {
      tally.beforeByPart.add(0L);
      tally.afterByPart.add(0L);
    }
    if (was) {
      tally.beforeByPart.set(part, tally.beforeByPart.get(part) + 1);
    }
    if (is) {
      tally.afterByPart.set(part, tally.afterByPart.get(part) + 1);
    }
    if (is && !was) {
      tally.appearedCount++;
      sample(tally.appeared, second, line);
    } else if (was && !is) {
      tally.disappearedCount++;
      sample(tally.disappeared, first, line);
    }
  }

  private static boolean fired(Evaluation evaluation, String rule) {
    return Boolean.TRUE.equals(evaluation.features().get(rule));
  }

  private static boolean failed(Evaluation evaluation, String rule) {
    return evaluation.features().containsKey(rule) && evaluation.features().get(rule) == null;
  }

  private static void sample(
      List<BacktestResult.Sample> samples, Evaluation evaluation, long line) {
    if (samples.size() < MOST_SAMPLES) {
      String data = evaluation.event().data().toString();
      samples.add(
          new BacktestResult.Sample(
              line,
              evaluation.event().actionId(),
              evaluation.event().actionName(),
              data.length() <= MOST_SAMPLE_CHARS
                  ? data
                  : data.substring(0, MOST_SAMPLE_CHARS) + "..."));
    }
  }

  /** What was found so far. */
  public BacktestResult result() {
    var rules = new ArrayList<BacktestResult.Rule>();
    tallies.forEach((name, t) ->
        rules.add(
            new BacktestResult.Rule(
                name,
                after.rules().getOrDefault(name, before.rules().getOrDefault(name, "")),
                before.rules().containsKey(name),
                after.rules().containsKey(name),
                t.before,
                t.after,
                t.appearedCount,
                t.disappearedCount,
                t.failedBefore,
                t.failedAfter,
                t.appeared,
                t.disappeared,
                t.beforeByPart,
                t.afterByPart)));
    return new BacktestResult(
        events,
        refused,
        rejected,
        errorsBefore,
        errorsAfter,
        changedVerdicts.size(),
        costBefore.summary(),
        costAfter.summary(),
        rules);
  }
}
