package dev.ferrule.bench;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What does ten times too much do to a node? For answers, searches, events and bulk ingest each: as
 * many requests a second as it answers; then ten times as many for a minute, at a constant rate
 * from a process of its own over 2,000 connections; then how long until twenty answers in a row
 * take no longer than usual. What does not fit must be refused with 429 and {@code retry-after},
 * and memory must stay inside its bound. Rerun: {@code ./ferrule bench overload}.
 */
final class OverloadBench implements Main.Bench {
  private static final int TIMES = 10;
  private static final int CALLERS = 32;
  private static final int CONNECTIONS = 2_000;
  private static final int LINES = 16;
  private static final int IN_A_ROW = 20;
  private static final double WARM_UP_SECONDS = 3; // of the load generator
  private static final double PATIENCE_SECONDS = 60;
  private static final double LEAST_BOUND_MILLIS = 50;

  /** The launcher's 1 GiB of heap, and as much again for the model, the store and buffers. */
  private static final double MOST_RESIDENT_MIB = 2_048;

  /** What is asked of the node. */
  private record Kind(String name, String url, Path file, int lines) {
    LoadRun load(double perSecond, int connections) {
      return new LoadRun(url, file, perSecond, connections, lines);
    }
  }

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("overload", setup.home());
    var settings = Map.of("log.level", "warn", "embedding.cached_queries", "0");
    try (var node = NodeProcess.start(setup, "overload", settings)) {
      node.publish(setup.home().resolve("examples/safety"));
      fill(setup, node);
      Path work = Files.createDirectories(setup.work("overload"));
      String collection = node.url() + "/v1/collections/hotel";
      var kinds =
          List.of(
              new Kind("answer", collection + "/answer", questions(work, "question"), 1),
              new Kind("search", collection + "/search", questions(work, "query"), 1),
              new Kind("events", node.url() + "/v1/events", SafetyEvents.withoutIds(setup), 1),
              new Kind("ingest", collection + "/documents", documents(work), LINES));
      for (Kind kind : kinds) {
        measure(report, node, kind, setup.quick());
      }
    }
    return report;
  }

  private static void fill(Main.Setup setup, NodeProcess node) throws IOException {
    String path = "/v1/collections/hotel";
    new Client(node.url()).call("PUT", path, "application/json", "{}");
    var lines = new StringBuilder();
    try (Stream<Path> files = Files.walk(setup.home().resolve("examples/hotel"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        lines.append(line(file.getFileName().toString(), Files.readString(file))).append('\n');
      }
    }
    node.post(path + "/documents?wait=indexed", "application/x-ndjson", lines.toString());
  }

  private static String line(String id, String text) {
    return JsonMapper.shared().writeValueAsString(Map.of("id", id, "text", text));
  }

  private static Path questions(Path work, String field) throws IOException {
    var lines = new ArrayList<String>();
    for (int i = 0; i < 5_000; i++) {
      lines.add(
          "{\"%s\": \"When is breakfast served for guests of room %d?\"}".formatted(field, i));
    }
    return Files.write(work.resolve(field + ".jsonl"), lines);
  }

  private static Path documents(Path work) throws IOException {
    var lines = new ArrayList<String>();
    for (int i = 0; i < 40_000; i++) {
      lines.add(
          line(
              "note-" + i, "Note %d. Room %d was cleaned at %d:30.".formatted(i, i % 300, i % 24)));
    }
    return Files.write(work.resolve("documents.jsonl"), lines);
  }

  private static void measure(Report report, NodeProcess node, Kind kind, boolean quick)
      throws IOException {
    double seconds = quick ? 5 : 60;
    kind.load(0, CALLERS).run(quick ? 2 : 10); // warm-up
    double most = requests(kind.load(0, CALLERS).run(quick ? 2 : 10), kind);
    double usual = kind.load(most / 5, CALLERS).run(quick ? 2 : 10).path("p99_ms").asDouble();
    long started = System.nanoTime();
    double resident;
    JsonNode overload;
    try (var memory = new MostMemory(node)) {
      overload = kind.load(TIMES * most, CONNECTIONS).run(seconds);
      resident = memory.mib();
    }
    double bound = Math.max(LEAST_BOUND_MILLIS, 2 * usual);
    double recovered = recovered(kind, bound, started + (long) ((WARM_UP_SECONDS + seconds) * 1e9));
    Map<String, Object> row = report.row("ferrule");
    row.put("asked", kind.name());
    row.put("most requests/s", Math.round(most));
    row.put("offered/s", Math.round(TIMES * most));
    row.put("answered/s", Math.round(requests(overload, kind)));
    row.put("refused/s", Math.round(overload.path("refused").asLong() / seconds / kind.lines()));
    row.put("429 p50 ms", Report.round(overload.path("refused_p50_ms").asDouble()));
    row.put("429 p99 ms", Report.round(overload.path("refused_p99_ms").asDouble()));
    row.put("429 without retry-after", overload.path("without_retry_after").asLong());
    long other = overload.path("failed").asLong() - overload.path("refused").asLong();
    row.put("failed otherwise", other);
    row.put("not sent in time", overload.path("unsent").asLong());
    row.put("most RSS MiB", Math.round(resident));
    row.put("usual p99 ms", Report.round(usual));
    row.put("as usual again after s", Report.round(recovered));
    System.err.println("  " + row);
    if (overload.path("without_retry_after").asLong() + other > 0 || resident > MOST_RESIDENT_MIB) {
      throw new FerruleException(
          ErrorCode.INTERNAL, "expected answers, 429s with retry-after and bounded memory: " + row);
    }
  }

  private static double requests(JsonNode run, Kind kind) {
    return run.path("events_per_second").asDouble() / kind.lines();
  }

  /** Seconds from the end of the overload to the first of the requests in a row that are quick. */
  private static double recovered(Kind kind, double boundMillis, long endNanos) throws IOException {
    String type = kind.lines() > 1 ? "application/x-ndjson" : "application/json";
    String body = Files.readAllLines(kind.file()).getFirst();
    var request =
        HttpRequest.newBuilder(URI.create(kind.url()))
            .header("content-type", type)
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    int quick = 0;
    long first = System.nanoTime();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (quick < IN_A_ROW) {
        long sent = System.nanoTime();
        var response = http.send(request, HttpResponse.BodyHandlers.discarding());
        double millis = (System.nanoTime() - sent) / 1e6;
        quick = response.statusCode() == 200 && millis <= boundMillis ? quick + 1 : 0;
        first = quick == 1 ? sent : first;
        if (quick == 0 && (System.nanoTime() - endNanos) / 1e9 > PATIENCE_SECONDS) {
          throw new FerruleException(ErrorCode.INTERNAL, "expected a recovery, found none in time");
        }
        Peer.pause(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Math.max(0, (first - endNanos) / 1e9);
  }

  /** Looks at a node's memory ten times a second. */
  private static final class MostMemory implements AutoCloseable {
    private final NodeProcess node;
    private final Thread thread;
    private volatile double most;

    MostMemory(NodeProcess node) {
      this.node = node;
      this.thread = Thread.ofPlatform().daemon(true).start(this::watch);
    }

    private void watch() {
      while (!Thread.currentThread().isInterrupted()) {
        most = Math.max(most, node.residentMib());
        try {
          Thread.sleep(100);
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    double mib() {
      return most;
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
