package dev.ferrule.bench;

import dev.ferrule.embed.ModelFiles;
import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.text.Chunker;
import dev.ferrule.text.Sentences;
import dev.ferrule.text.StructuredText;
import dev.ferrule.text.TextChunk;
import dev.ferrule.text.Tokenizer;
import dev.ferrule.text.extract.ExtractionLimits;
import dev.ferrule.text.extract.Extractors;
import dev.ferrule.text.tokenizers.Tokenizers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How fast do documents become durable and searchable, from JSON lines and from files, beside what
 * ONNX Runtime alone embeds of the same chunks with as many threads, and beside the Python
 * prototype; and what do searches notice of it? Rerun: {@code ./ferrule bench ingest}.
 */
final class IngestBench implements Main.Bench {
  private static final int DOCUMENTS = 1_500;
  private static final int FEW = 200;
  private static final int PYTHON_DOCUMENTS = 300;
  private static final int ROUNDS = 3;
  private static final double SEARCHES_PER_SECOND = 20;
  private static final String COLLECTION = "abstracts";

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("ingest", setup.home());
    List<JsonNode> corpus =
        DataSet.lines(setup.shared().resolve("ret_scifact/corpus.jsonl"))
            .subList(0, setup.quick() ? 300 : DOCUMENTS);
    List<int[]> chunks = chunks(setup, corpus);
    var limits = new double[ROUNDS];
    var documentsPerSecond = new double[ROUNDS];
    var tokensPerSecond = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) { // in turns, as the machine is not always as fast
      limits[round] = BareModel.tokensPerSecond(setup.work("ingest").resolve("native"), chunks);
      try (var node = NodeProcess.start(setup, "ingest", Map.of())) {
        create(node);
        put(node, corpus.subList(0, FEW)); // warms up
        double tokens = node.metric("ferrule_embedding_tokens_total");
        double seconds = put(node, corpus.subList(FEW, corpus.size()));
        documentsPerSecond[round] = (corpus.size() - FEW) / seconds;
        tokensPerSecond[round] = (node.metric("ferrule_embedding_tokens_total") - tokens) / seconds;
        if (round == ROUNDS - 1) {
          files(setup, report, node, corpus.subList(0, FEW));
        }
      }
    }
    double limit = Report.median(limits);
    double tokens = Report.median(tokensPerSecond);
    double documents = Report.median(documentsPerSecond);
    report.row("ONNX Runtime alone").put("tokens/s", Report.round(limit));
    Map<String, Object> row = report.row("ferrule");
    row.put("what", "JSON lines, durable and searchable");
    row.put("documents/s", Report.round(documents));
    row.put("tokens/s", Report.round(tokens));
    report.ratio("tokens/s over ONNX Runtime alone", tokens / limit);
    underReads(setup, report, corpus);
    report.ratio(
        "documents/s over the Python prototype", documents / python(setup, report, corpus));
    return report;
  }

  private static List<int[]> chunks(Main.Setup setup, List<JsonNode> corpus) {
    Path natives = setup.work("ingest").resolve("native");
    Tokenizer tokenizer =
        Tokenizers.read(ModelFiles.read("all-MiniLM-L6-v2", natives).tokenizer(), "tokenizer.json");
    var chunker = new Chunker(tokenizer, new Sentences(), ChunkingSettings.DEFAULT);
    var extractors = new Extractors(ExtractionLimits.DEFAULT);
    var ids = new ArrayList<int[]>();
    for (JsonNode document : corpus) {
      byte[] text = document.path("text").asString("").getBytes(StandardCharsets.UTF_8);
      StructuredText structured = extractors.extract(text, "text/plain");
      chunker.chunk(structured).stream().map(TextChunk::tokenIds).forEach(ids::add);
    }
    return ids;
  }

  private static List<ObjectNode> documents(List<JsonNode> corpus) {
    return corpus.stream()
        .map(line ->
            Client.object()
                .put("id", line.path("_id").asString(""))
                .put("title", line.path("title").asString(""))
                .put("text", line.path("text").asString("")))
        .toList();
  }

  private static void create(NodeProcess node) {
    new Client(node.url()).call("PUT", "/v1/collections/" + COLLECTION, "application/json", "{}");
  }

  /** Seconds until all can be found. */
  private static double put(NodeProcess node, List<JsonNode> corpus) {
    long started = System.nanoTime();
    new Client(node.url()).put(COLLECTION, documents(corpus));
    return (System.nanoTime() - started) / 1e9;
  }

  private static void files(
      Main.Setup setup, Report report, NodeProcess node, List<JsonNode> corpus) throws IOException {
    Path directory = setup.work("ingest").resolve("files");
    Files.createDirectories(directory);
    for (JsonNode line : corpus) {
      Files.writeString(
          directory.resolve(line.path("_id").asString("") + ".txt"),
          line.path("title").asString("") + "\n\n" + line.path("text").asString(""));
    }
    long started = System.nanoTime();
    Peer.run(
        setup.home(),
        List.of(
            "./ferrule",
            "ingest",
            "-c",
            "files",
            "--url",
            node.url(),
            "--json",
            directory.toString()),
        false);
    Map<String, Object> row = report.row("ferrule");
    row.put("what", corpus.size() + " files by ./ferrule ingest, its start included");
    row.put("documents/s", Report.round(corpus.size() * 1e9 / (System.nanoTime() - started)));
  }

  private static void underReads(Main.Setup setup, Report report, List<JsonNode> corpus)
      throws IOException {
    Path queries = setup.work("ingest").resolve("queries.jsonl");
    Files.write(
        queries,
        DataSet.lines(setup.shared().resolve("ret_scifact/queries.train.jsonl")).stream()
            .map(query -> Client.object().put("query", query.path("text").asString("")).toString())
            .toList());
    try (var node = NodeProcess.start(setup, "ingest", Map.of("embedding.cached_queries", "1"))) {
      create(node);
      put(node, corpus.subList(0, FEW));
      var searches =
          new LoadRun(
              node.url() + "/v1/collections/" + COLLECTION + "/search",
              queries,
              SEARCHES_PER_SECOND,
              64,
              1);
      double seconds = setup.quick() ? 5 : 15;
      searches.run(seconds); // warms up
      JsonNode idle = searches.run(seconds);
      var ingest = CompletableFuture.supplyAsync(() -> putAll(node, corpus));
      JsonNode busy = searches.run(seconds);
      ingest.join();
      row(report, "search, idle", idle);
      row(report, "search, while documents come in", busy);
      report.ratio(
          "search p99 under ingest over idle",
          busy.get("p99_ms").doubleValue() / idle.get("p99_ms").doubleValue());
    }
  }

  /* Goes on for longer than is measured. */
  private static double putAll(NodeProcess node, List<JsonNode> corpus) {
    return put(node, corpus.subList(FEW, corpus.size()));
  }

  private static void row(Report report, String what, JsonNode found) {
    Map<String, Object> row = report.row("ferrule");
    row.put("what", what);
    row.put("searches/s", Report.round(found.get("events_per_second").doubleValue()));
    row.put("p50 ms", Report.round(found.get("p50_ms").doubleValue()));
    row.put("p99 ms", Report.round(found.get("p99_ms").doubleValue()));
    System.err.println("  " + row);
  }

  private static double python(Main.Setup setup, Report report, List<JsonNode> corpus)
      throws IOException {
    List<JsonNode> some = corpus.subList(0, Math.min(PYTHON_DOCUMENTS, corpus.size()));
    int port = Peer.freePort();
    try (Peer python = AnswerSpeed.startPython(setup, port)) {
      var client = new Client("http://127.0.0.1:" + port);
      AnswerSpeed.ingestPython(client, some.subList(0, 20)); // warms up
      long started = System.nanoTime();
      AnswerSpeed.ingestPython(client, some.subList(20, some.size()));
      double rate = (some.size() - 20) * 1e9 / (System.nanoTime() - started);
      Map<String, Object> row = report.row("Python prototype");
      row.put("what", "JSON lines");
      row.put("documents/s", Report.round(rate));
      row.put("RSS MiB", Report.round(python.residentMib()));
      return rate;
    }
  }
}
