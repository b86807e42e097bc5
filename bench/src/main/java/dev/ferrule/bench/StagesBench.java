package dev.ferrule.bench;

import dev.ferrule.embed.ModelFiles;
import dev.ferrule.text.TokenBuffer;
import dev.ferrule.text.Tokenizer;
import dev.ferrule.text.tokenizers.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What does each stage of one answer cost, beside what this machine needs at least: ONNX Runtime
 * alone for the model, the tokenizer alone in a loop, and for the others the bytes that must be
 * read at the speed at which memory is copied here? Rerun: {@code ./ferrule bench stages}.
 */
final class StagesBench implements Main.Bench {
  private static final List<String> STAGES =
      List.of("tokenize", "embed", "search", "load", "choose", "serialize");
  private static final double PER_SECOND = 50;
  private static final int DIMS = 384;
  private static final int PASSAGES = 12;

  /** A chunk's text and the vectors of its sentences, a byte a dimension, about. */
  private static final int PASSAGE_BYTES = 1_000 + 8 * DIMS;

  private static final int RESPONSE_BYTES = 1_500;
  private static final int COPIED_BYTES = 4 << 20;
  private static final int ROUNDS = 50;

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("stages", setup.home());
    Path squad = setup.shared().resolve("ret_squad2");
    List<String> questions =
        DataSet.lines(squad.resolve("queries.dev.jsonl")).stream()
            .map(one -> one.path("text").asString(""))
            .distinct()
            .toList();
    List<JsonNode> corpus = DataSet.lines(squad.resolve("corpus.jsonl"));
    Map<String, Double> limits = limits(setup, questions.subList(0, 1_000), corpus.size());
    Path file = setup.work("stages").resolve("questions.jsonl");
    Files.createDirectories(file.getParent());
    Files.write(
        file,
        questions.stream().map(one -> Client.object().put("question", one).toString()).toList());
    double seconds = setup.quick() ? 4 : 20;
    try (var node = NodeProcess.start(setup, "stages", Map.of("embedding.cached_queries", "1"))) {
      AnswerQuality.ingest(new Client(node.url()), corpus);
      String url = node.url() + "/v1/collections/" + AnswerQuality.COLLECTION + "/answer";
      new LoadRun(url, file, 0, 8, 1).run(seconds); // warms up
      Map<String, double[]> before = sums(node);
      new LoadRun(url, file, PER_SECOND, 8, 1).run(seconds);
      Map<String, double[]> after = sums(node);
      for (String stage : STAGES) {
        double count = at(after, stage)[1] - at(before, stage)[1];
        double micros = (at(after, stage)[0] - at(before, stage)[0]) / count * 1e6;
        double limit = limits.getOrDefault(stage, 0.0) * 1e6;
        Map<String, Object> row = report.row("ferrule");
        row.put("stage", stage);
        row.put("mean us", Report.round(micros));
        row.put("limit us", Report.round(limit));
        row.put("above it us", Report.round(micros - limit));
        row.put("answers", count);
        System.err.println("  " + row);
      }
    }
    return report;
  }

  private static double[] at(Map<String, double[]> sums, String stage) {
    return sums.getOrDefault(stage, new double[2]);
  }

  /** Seconds and count of each stage. */
  private static Map<String, double[]> sums(NodeProcess node) {
    var sums = new LinkedHashMap<String, double[]>();
    for (String line : node.get("/metrics").lines().toList()) {
      for (String stage : STAGES) {
        double value = Double.parseDouble("0" + tail(line, "_sum{stage=\"" + stage + "\"} "));
        double count = Double.parseDouble("0" + tail(line, "_count{stage=\"" + stage + "\"} "));
        double[] both = sums.computeIfAbsent(stage, _ -> new double[2]);
        both[0] += value;
        both[1] += count;
      }
    }
    return sums;
  }

  private static String tail(String line, String after) {
    String start = "ferrule_stage_seconds" + after;
    return line.startsWith(start) ? line.substring(start.length()) : "";
  }

  /** Seconds that each stage of one answer needs at least. */
  private static Map<String, Double> limits(Main.Setup setup, List<String> questions, int chunks) {
    Path natives = setup.work("stages").resolve("native");
    Tokenizer tokenizer =
        Tokenizers.read(ModelFiles.read("all-MiniLM-L6-v2", natives).tokenizer(), "tokenizer.json");
    var sequences = new ArrayList<int[]>();
    double tokenize = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      sequences.clear();
      long started = System.nanoTime();
      for (String question : questions) {
        var buffer = new TokenBuffer();
        tokenizer.encode(question, buffer);
        sequences.add(buffer.ids());
      }
      tokenize = Math.min(tokenize, (System.nanoTime() - started) / 1e9 / questions.size());
    }
    double perByte = secondsPerByte();
    return Map.of(
        "tokenize", tokenize,
        "embed", BareModel.secondsAlone(natives, sequences),
        "search", perByte * chunks * DIMS * Float.BYTES,
        "load", perByte * PASSAGES * PASSAGE_BYTES,
        "choose", perByte * PASSAGES * PASSAGE_BYTES,
        "serialize", perByte * RESPONSE_BYTES);
  }

  private static double secondsPerByte() {
    var from = new byte[COPIED_BYTES];
    var to = new byte[COPIED_BYTES];
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      from[round] = (byte) round;
      long started = System.nanoTime();
      System.arraycopy(from, 0, to, 0, COPIED_BYTES);
      best = Math.min(best, System.nanoTime() - started);
    }
    return best / 1e9 / COPIED_BYTES;
  }
}
