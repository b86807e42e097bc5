package dev.ferrule.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * For how long does Java stop all threads of a node that answers as many questions as it can while
 * documents come in? The JVM's own log of safepoints tells, the collector's among them. Rerun:
 * {@code ./ferrule bench pauses}.
 */
final class PausesBench implements Main.Bench {
  /* [12.345s][info][safepoint] Safepoint "ZMarkEndYoung", ..., Total: 123456 ns */
  private static final Pattern SAFEPOINT =
      Pattern.compile("\\[([0-9.]+)s\\].*Safepoint \"(\\w+)\".*Total: +(\\d+) ns");

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("pauses", setup.home());
    Path log = setup.work("logs").resolve("safepoints.log");
    Files.createDirectories(log.getParent());
    Files.deleteIfExists(log);
    Path squad = setup.shared().resolve("ret_squad2");
    List<JsonNode> corpus = DataSet.lines(squad.resolve("corpus.jsonl"));
    Path questions = setup.work("pauses").resolve("questions.jsonl");
    Files.createDirectories(questions.getParent());
    Files.write(
        questions,
        DataSet.lines(squad.resolve("queries.dev.jsonl")).stream()
            .map(one -> Client.object().put("question", one.path("text").asString("")).toString())
            .toList());
    double seconds = setup.quick() ? 5 : 60;
    double from;
    JsonNode load;
    try (var node = NodeProcess.start(setup, "pauses", Map.of(), "-Xlog:safepoint:file=" + log)) {
      AnswerQuality.ingest(new Client(node.url()), corpus);
      var run =
          new LoadRun(
              node.url() + "/v1/collections/" + AnswerQuality.COLLECTION + "/answer",
              questions,
              0,
              64,
              1);
      run.run(seconds / 4); // warms up
      from = node.metric("process_uptime_seconds");
      load = run.run(seconds);
    }
    report(report, log, from, load);
    return report;
  }

  private static void report(Report report, Path log, double fromSeconds, JsonNode load)
      throws IOException {
    double[] micros =
        Files.readAllLines(log).stream()
            .map(SAFEPOINT::matcher)
            .filter(Matcher::find)
            .filter(line -> Double.parseDouble(line.group(1)) >= fromSeconds)
            .mapToDouble(line -> Double.parseDouble(line.group(3)) / 1e3)
            .sorted()
            .toArray();
    Map<String, Object> row = report.row("ferrule");
    row.put("answers/s", Report.round(load.get("events_per_second").doubleValue()));
    row.put("pauses", (double) micros.length);
    row.put("p50 us", Report.round(at(micros, 0.5)));
    row.put("p99 us", Report.round(at(micros, 0.99)));
    row.put("p99.9 us", Report.round(at(micros, 0.999)));
    row.put("max us", Report.round(at(micros, 1)));
  }

  private static double at(double[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
  }
}
