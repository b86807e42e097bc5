package dev.ferrule.bench;

import java.io.IOException;

/** Temporary. */
final class AnswersBench implements Main.Bench {
  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("answers", setup.home());
    AnswerQuality.measure(setup, report);
    return report;
  }
}
