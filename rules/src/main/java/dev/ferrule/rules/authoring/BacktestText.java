package dev.ferrule.rules.authoring;

import java.util.Comparator;

/** A backtest for the terminal. Stateless. */
public final class BacktestText {
  private BacktestText() {}

  /** A table of the rules that changed, then one line about the others. */
  public static String render(BacktestResult result) {
    var out = new StringBuilder();
    out.append("%,d events".formatted(result.events()));
    if (result.refused() > 0) {
      out.append(", %,d lines refused: ".formatted(result.refused()));
      out.append(String.join("; ", result.refusals()));
    }
    out.append("\n%,d events with other verdicts\n".formatted(result.verdictsChanged()));
    out.append(
        "errors: %,d before, %,d after\n".formatted(result.errorsBefore(), result.errorsAfter()));
    out.append(
        "time an event: %.1f us before, %.1f us after (median)\n"
            .formatted(result.costBefore().p50Micros(), result.costAfter().p50Micros()));
    var changed = result.rules().stream().filter(BacktestResult.Rule::changed).toList();
    if (!changed.isEmpty()) {
      int width = changed.stream().mapToInt(rule -> rule.name().length()).max().orElse(4);
      String line = "%-" + Math.max(4, width) + "s %10s %10s %10s %10s %s\n";
      out.append('\n').append(line.formatted("rule", "before", "after", "new", "gone", ""));
      changed.stream()
          .sorted(Comparator.comparingLong(r -> -r.appeared() - r.disappeared()))
          .forEach(rule ->
              out.append(
                  line.formatted(
                      rule.name(),
                      count(rule.inBefore(), rule.before()),
                      count(rule.inAfter(), rule.after()),
                      rule.appeared() == 0 ? "" : "+" + rule.appeared(),
                      rule.disappeared() == 0 ? "" : "-" + rule.disappeared(),
                      failures(rule))));
      for (var rule : changed) {
        samples(out, rule);
      }
    }
    out.append(
        "\n%d rules fire on the same events as before\n"
            .formatted(result.rules().size() - changed.size()));
    return out.toString();
  }

  private static String count(boolean exists, long hits) {
    return exists ? Long.toString(hits) : "-";
  }

  private static String failures(BacktestResult.Rule rule) {
    return rule.failedBefore() == rule.failedAfter()
        ? ""
        : "failed on %d before, %d after".formatted(rule.failedBefore(), rule.failedAfter());
  }

  private static void samples(StringBuilder out, BacktestResult.Rule rule) {
    for (var sample : rule.appearedSamples()) {
      out.append(
          "\n+ %s, line %d, %s\n  ".formatted(rule.name(), sample.line(), sample.actionName()));
      out.append(shorten(sample.data()));
    }
    for (var sample : rule.disappearedSamples()) {
      out.append(
          "\n- %s, line %d, %s\n  ".formatted(rule.name(), sample.line(), sample.actionName()));
      out.append(shorten(sample.data()));
    }
    out.append('\n');
  }

  private static String shorten(String data) {
    return data.length() <= 160
        ? data
        : data.substring(0, data.offsetByCodePoints(0, Math.min(150, data.codePointCount(0, 160))))
            + "...";
  }
}
