package dev.ferrule.bench;

import java.io.IOException;

/**
 * Answers: how good, and how fast beside a Python prototype. Rerun: {@code ./ferrule bench
 * answers}.
 */
final class AnswersBench implements Main.Bench {
  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("answers", setup.home());
    AnswerQuality.measure(setup, report);
    AnswerSpeed.measure(setup, report);
    return report;
  }
}
