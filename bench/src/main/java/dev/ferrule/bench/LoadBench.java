package dev.ferrule.bench;

import dev.ferrule.embed.ModelFiles;
import dev.ferrule.text.TokenBuffer;
import dev.ferrule.text.Tokenizer;
import dev.ferrule.text.tokenizers.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * How does a node answer at 100, 200, ... requests a second until it breaks, with 500 people who
 * think for a second after each answer, and when questions come again? The load generator is a
 * process of its own and counts from the moment a request was due. Beside it: what ONNX Runtime
 * alone embeds of the same questions. Rerun: {@code ./ferrule bench load}.
 */
final class LoadBench implements Main.Bench {
  private static final int STEP = 100;
  private static final int MOST = 2_000;
  private static final int USERS = 500;
  private static final int FEW = 200;
  private static final int CONNECTIONS = 256;

  /** Slower than this, or with failures, a rate is not sustained. */
  private static final double BROKEN_MS = 1_000;

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("load", setup.home());
    Path squad = setup.shared().resolve("ret_squad2");
    List<String> questions =
        DataSet.lines(squad.resolve("queries.dev.jsonl")).stream()
            .map(question -> question.path("text").asString(""))
            .distinct()
            .toList();
    double bare = bare(setup, questions);
    Map<String, Object> limit = report.row("ONNX Runtime alone");
    limit.put("requests", "questions embedded");
    limit.put("sustained/s", Report.round(bare));
    System.err.println("  " + limit);
    double seconds = setup.quick() ? 3 : 10;
    List<JsonNode> corpus = DataSet.lines(squad.resolve("corpus.jsonl"));
    try (var node = NodeProcess.start(setup, "load", Map.of("embedding.cached_queries", "1"))) {
      AnswerQuality.ingest(new Client(node.url()), corpus);
      double answers = until(report, setup, node, "answer", "uncached", questions, seconds);
      double searches = until(report, setup, node, "search", "uncached", questions, seconds);
      report.ratio(
          "/answer, uncached: sustained over what ONNX Runtime alone embeds", answers / bare);
      report.ratio(
          "/search, uncached: sustained over what ONNX Runtime alone embeds", searches / bare);
      people(report, setup, node, questions, setup.quick() ? 5 : 30);
    }
    try (var node = NodeProcess.start(setup, "load", Map.of())) {
      AnswerQuality.ingest(new Client(node.url()), corpus);
      List<String> few = questions.subList(0, FEW);
      until(report, setup, node, "answer", "cached", few, seconds);
      until(report, setup, node, "search", "cached", few, seconds);
    }
    return report;
  }

  private static double bare(Main.Setup setup, List<String> questions) {
    Path natives = setup.work("load").resolve("native");
    Tokenizer tokenizer =
        Tokenizers.read(ModelFiles.read("all-MiniLM-L6-v2", natives).tokenizer(), "tokenizer.json");
    var sequences = new ArrayList<int[]>();
    long tokens = 0;
    for (String question : questions.subList(0, 2_000)) {
      var buffer = new TokenBuffer();
      tokenizer.encode(question, buffer);
      sequences.add(buffer.ids());
      tokens += buffer.size() + 2;
    }
    return BareModel.tokensPerSecond(natives, sequences) * sequences.size() / tokens;
  }

  /** The highest rate that is sustained; a row for each rate. */
  private static double until(
      Report report,
      Main.Setup setup,
      NodeProcess node,
      String operation,
      String which,
      List<String> questions,
      double seconds)
      throws IOException {
    String url = node.url() + "/v1/collections/" + AnswerQuality.COLLECTION + "/" + operation;
    int rate = STEP;
    int sustained = 0;
    for (int next = 0; rate <= MOST; next += (int) (rate * seconds)) {
      Path file = bodies(setup, operation, questions, next);
      JsonNode found = new LoadRun(url, file, rate, CONNECTIONS, 1).run(seconds);
      Map<String, Object> row = row(report, operation, which, rate, found);
      row.put("RSS MiB", Report.round(node.residentMib()));
      System.err.println("  " + row);
      boolean broke =
          found.get("failed").doubleValue() > 0
              || found.get("unsent").doubleValue() > 0
              || found.get("p99_ms").doubleValue() > BROKEN_MS;
      if (broke) {
        break;
      }
      sustained = rate;
      rate += setup.quick() ? 4 * STEP : rate >= 1_000 ? 2 * STEP : STEP;
    }
    Map<String, Object> row = report.row("ferrule");
    row.put("requests", "/" + operation + ", " + which);
    row.put("sustained/s", (double) sustained);
    return sustained;
  }

  private static Map<String, Object> row(
      Report report, String operation, String which, double rate, JsonNode found) {
    Map<String, Object> row = report.row("ferrule");
    row.put("requests", "/" + operation + ", " + which);
    row.put("offered/s", rate);
    row.put("answered/s", Report.round(found.get("events_per_second").doubleValue()));
    row.put("failed", found.get("failed").doubleValue() + found.get("unsent").doubleValue());
    for (String one : List.of("p50", "p90", "p99", "p999", "max")) {
      row.put(one + " ms", Report.round(found.get(one + "_ms").doubleValue()));
    }
    return row;
  }

  private static void people(
      Report report, Main.Setup setup, NodeProcess node, List<String> questions, double seconds)
      throws IOException {
    String url = node.url() + "/v1/collections/" + AnswerQuality.COLLECTION + "/answer";
    JsonNode found =
        new LoadRun(url, bodies(setup, "answer", questions, 0), 0, USERS, 1, 1).run(seconds);
    Map<String, Object> row = row(report, "answer", USERS + " people, 1 s between", 0, found);
    System.err.println("  " + row);
  }

  /* One request a line, beginning with another question each time, so that none is asked twice soon. */
  private static Path bodies(Main.Setup setup, String operation, List<String> questions, int first)
      throws IOException {
    var lines = new ArrayList<String>(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      String question = questions.get((first + i) % questions.size());
      lines.add(
          operation.equals("answer")
              ? Client.object().put("question", question).toString()
              : Client.object().put("query", question).put("top_k", 5).toString());
    }
    Path file = setup.work("load").resolve(operation + ".jsonl");
    Files.createDirectories(file.getParent());
    return Files.write(file, lines);
  }
}
