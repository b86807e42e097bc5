package dev.ferrule.bench;

import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How fast are /answer and /search beside a Python prototype that does the same work (embed the
 * question, find passages, choose sentences) with the same model? Both servers run as processes of
 * their own over the same 1,216 documents, take turns under the same load, and no question comes
 * twice to Ferrule's cache, which is off.
 */
final class AnswerSpeed {
  private static final int CONNECTIONS = 8;
  private static final int ROUNDS = 3;

  private AnswerSpeed() {}

  /** A server under load: its requests for each operation. */
  private record Side(String name, Peer process, Client client, Map<String, Load> loads) {}

  static void measure(Main.Setup setup, Report report) throws IOException {
    Path squad = setup.shared().resolve("ret_squad2");
    List<JsonNode> corpus = DataSet.lines(squad.resolve("corpus.jsonl"));
    List<String> questions =
        DataSet.lines(squad.resolve("queries.dev.jsonl")).stream()
            .map(question -> question.path("text").asString(""))
            .toList();
    double seconds = setup.quick() ? 2 : 6;
    try (Peer python = startPython(setup);
        Peer ferrule = startFerrule(setup)) {
      var pythonClient = new Client("http://127.0.0.1:" + pythonPort);
      var ferruleClient = new Client("http://127.0.0.1:" + ferrulePort);
      ingestPython(pythonClient, corpus);
      AnswerQuality.ingest(ferruleClient, corpus);
      String collection = "/v1/collections/" + AnswerQuality.COLLECTION;
      var sides =
          List.of(
              new Side("python", python, pythonClient, loads(pythonClient, "", questions)),
              new Side(
                  "ferrule", ferrule, ferruleClient, loads(ferruleClient, collection, questions)));
      for (String operation : List.of("answer", "search")) {
        compare(report, operation, sides, seconds);
      }
    }
  }

  private static int pythonPort;
  private static int ferrulePort;

  private static Peer startPython(Main.Setup setup) throws IOException {
    pythonPort = Peer.freePort();
    return startPython(setup, pythonPort);
  }

  /** Starts the Python prototype. */
  static Peer startPython(Main.Setup setup, int port) throws IOException {
    Path home = setup.home().resolve("bench/peers/rag_python");
    Peer.setUp(home);
    return Peer.start(
        home,
        List.of(".venv/bin/python", "serve.py", "--port", Integer.toString(port)),
        setup.work("logs").resolve("python.log"),
        answers("http://127.0.0.1:" + port + "/health"));
  }

  private static Peer startFerrule(Main.Setup setup) throws IOException {
    ferrulePort = Peer.freePort();
    return Peer.start(
        setup.home(),
        List.of(
            "./ferrule",
            "serve",
            "--port",
            Integer.toString(ferrulePort),
            "--data",
            setup.work("answers-speed").toString(),
            "--set",
            "embedding.cached_queries=1"),
        setup.work("logs").resolve("ferrule.log"),
        answers("http://127.0.0.1:" + ferrulePort + "/readyz"));
  }

  private static BooleanSupplier answers(String url) {
    return () -> {
      try (var http = java.net.http.HttpClient.newHttpClient()) {
        HttpResponse<String> response =
            http.send(
                java.net.http.HttpRequest.newBuilder(java.net.URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString());
        return response.statusCode() == 200;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    };
  }

  /** Puts documents into the Python prototype, all in one request. */
  static void ingestPython(Client client, List<JsonNode> corpus) {
    var lines = new StringBuilder();
    for (JsonNode line : corpus) {
      ObjectNode document =
          Client.object()
              .put("id", line.path("_id").asString(""))
              .put("title", line.path("title").asString(""))
              .put("text", line.path("text").asString(""));
      lines.append(document).append('\n');
    }
    System.err.println("  python: ingesting " + corpus.size() + " documents");
    try {
      client.call("POST", "/ingest", "application/x-ndjson", lines.toString());
    } catch (FerruleException e) {
      throw new FerruleException(e.code(), "the python peer did not ingest: " + e.getMessage(), e);
    }
  }

  private static Map<String, Load> loads(Client client, String base, List<String> questions) {
    var answers = new ArrayList<byte[]>();
    var searches = new ArrayList<byte[]>();
    for (String question : questions) {
      answers.add(client.request(base + "/answer", Client.object().put("question", question)));
      searches.add(
          client.request(base + "/search", Client.object().put("query", question).put("top_k", 5)));
    }
    return Map.of(
        "answer", new Load(client.url(), answers), "search", new Load(client.url(), searches));
  }

  private static void compare(Report report, String operation, List<Side> sides, double seconds) {
    var capacity = new double[sides.size()];
    for (Side side : sides) {
      load(side, operation).closed(CONNECTIONS, seconds); // warm-up
    }
    var runs = new double[sides.size()][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < sides.size(); i++) {
        runs[i][round] = load(sides.get(i), operation).closed(CONNECTIONS, seconds).perSecond();
      }
    }
    for (int i = 0; i < sides.size(); i++) {
      capacity[i] = Report.median(runs[i]);
    }
    double rate = capacity[0] / 2;
    var p50 = new double[sides.size()];
    var p99 = new double[sides.size()];
    for (int i = 0; i < sides.size(); i++) {
      var medians = new double[ROUNDS];
      var tails = new double[ROUNDS];
      int failed = 0;
      for (int round = 0; round < ROUNDS; round++) {
        Load.Result result = load(sides.get(i), operation).open(rate, seconds * 2, 64);
        medians[round] = result.p50Millis();
        tails[round] = result.p99Millis();
        failed += result.failed();
      }
      p50[i] = Report.median(medians);
      p99[i] = Report.median(tails);
      Map<String, Object> row = report.row(sides.get(i).name());
      row.put("measure", "/" + operation);
      row.put("requests/s", Report.round(capacity[i]));
      row.put("offered/s", Report.round(rate));
      row.put("p50 ms", Report.round(p50[i]));
      row.put("p99 ms", Report.round(p99[i]));
      row.put("RSS MiB", Report.round(sides.get(i).process().residentMib()));
      row.put("failed", failed);
      System.err.println("  " + row);
    }
    report.ratio("/" + operation + ": throughput, ferrule over python", capacity[1] / capacity[0]);
    report.ratio("/" + operation + ": p50, python over ferrule", p50[0] / p50[1]);
    report.ratio("/" + operation + ": p99, python over ferrule", p99[0] / p99[1]);
    report.ratio(
        "/" + operation + ": memory, ferrule over python",
        sides.get(1).process().residentMib() / sides.get(0).process().residentMib());
  }

  private static Load load(Side side, String operation) {
    return java.util.Objects.requireNonNull(side.loads().get(operation));
  }
}
