package dev.ferrule.rules.authoring;

import java.util.List;

/**
 * What two versions of a rule set made of the same events.
 *
 * @param events how many were evaluated
 * @param refused how many lines were no events
 * @param refusals the reasons for the first of these
 * @param errorsBefore failures that counted, in the old version
 * @param verdictsChanged events whose verdicts differ
 * @param rules every rule of either version, by name
 */
public record BacktestResult(
    long events,
    long refused,
    List<String> refusals,
    long errorsBefore,
    long errorsAfter,
    long verdictsChanged,
    Cost costBefore,
    Cost costAfter,
    List<Rule> rules) {
  public BacktestResult {
    refusals = List.copyOf(refusals);
    rules = List.copyOf(rules);
  }

  /**
   * The time that events took.
   *
   * @param bars how many events took from 2^10 ns to 2^11 ns, from 2^11 to 2^12, and so on
   */
  public record Cost(double meanMicros, double p50Micros, double p99Micros, List<Long> bars) {
    public Cost {
      bars = List.copyOf(bars);
    }
  }

  /**
   * One rule.
   *
   * @param inBefore whether the old version has it
   * @param before events on which it fired in the old version
   * @param appeared events on which it fires only in the new version
   * @param disappeared events on which it fired only in the old version
   * @param failedBefore events on which it had no value in the old version
   * @param beforeByPart hits in each thousand events, in order
   */
  public record Rule(
      String name,
      String description,
      boolean inBefore,
      boolean inAfter,
      long before,
      long after,
      long appeared,
      long disappeared,
      long failedBefore,
      long failedAfter,
      List<Sample> appearedSamples,
      List<Sample> disappearedSamples,
      List<Long> beforeByPart,
      List<Long> afterByPart) {
    public Rule {
      appearedSamples = List.copyOf(appearedSamples);
      disappearedSamples = List.copyOf(disappearedSamples);
      beforeByPart = List.copyOf(beforeByPart);
      afterByPart = List.copyOf(afterByPart);
    }

    /** Whether any event tells the versions apart by this rule. */
    public boolean changed() {
      return appeared + disappeared > 0 || failedBefore != failedAfter || inBefore != inAfter;
    }
  }

  /**
   * An event on which the versions differ.
   *
   * @param line its line in the file, from 1
   * @param data its data, shortened when long
   */
  public record Sample(long line, long actionId, String actionName, String data) {}
}
