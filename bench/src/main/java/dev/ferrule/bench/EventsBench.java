package dev.ferrule.bench;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;

/**
 * How soon and how many events does a node answer over HTTP, each with its result and effects on
 * disk (synced) before the answer? One event a request at a constant rate and as many as it takes,
 * many a request, and acknowledged when durable; on the rules of examples/safety, with the load
 * generator as a process of its own on the same cores. Beside it, with {@code --osprey CHECKOUT},
 * Osprey's own engine behind uvicorn on a generated set, which keeps nothing. Rerun: {@code
 * ./ferrule bench events --osprey CHECKOUT}.
 */
final class EventsBench implements Main.Bench {
  private static final int CONNECTIONS = 64;
  private static final int ROUNDS = 3;
  private static final long SEED = 20_261_121;

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("events", setup.home());
    double seconds = setup.quick() ? 3 : 8;
    try (var node =
        NodeProcess.start(
            setup, "events", Map.of("log.level", "warn", "events.entity_path", "$.user.id"))) {
      node.publish(setup.home().resolve("examples/safety"));
      Path events = SafetyEvents.withoutIds(setup);
      String url = node.url() + "/v1/events";
      var closed = new LoadRun(url, events, 0, CONNECTIONS, 1);
      closed.run(setup.quick() ? 5 : 20); // warm-up
      measure(report, node, "HTTP, one event a request, 5000/s", seconds, at(url, events, 5_000));
      measure(report, node, "HTTP, one event a request, the most", seconds, closed);
      measure(
          report, node, "HTTP, 100 events a request", seconds, new LoadRun(url, events, 0, 8, 100));
      String async = url + "?mode=async";
      measure(
          report,
          node,
          "HTTP async, one event a request",
          seconds,
          new LoadRun(async, events, 0, CONNECTIONS, 1));
      drain(node);
      measure(
          report,
          node,
          "HTTP async, 100 events a request",
          seconds,
          new LoadRun(async, events, 0, 8, 100));
      drain(node);
    }
    KafkaEvents.measure(report, setup);
    if (setup.osprey() != null) {
      beside(report, setup, seconds);
    }
    return report;
  }

  private static LoadRun at(String url, Path events, double perSecond) {
    return new LoadRun(url, events, perSecond, 256, 1);
  }

  private static JsonNode measure(
      Report report, NodeProcess node, String how, double seconds, LoadRun load)
      throws IOException {
    return measure(report.row("ferrule"), how, seconds, load, node.residentMib());
  }

  private static JsonNode measure(
      Map<String, Object> row, String how, double seconds, LoadRun load, double residentMib)
      throws IOException {
    var runs = new ArrayList<JsonNode>();
    for (int round = 0; round < ROUNDS; round++) {
      runs.add(load.run(seconds));
    }
    row.put("how", how);
    row.put("events/s", Math.round(median(runs, "events_per_second")));
    for (String latency : List.of("p50", "p99", "p999")) {
      row.put(latency + " ms", Report.round(median(runs, latency + "_ms")));
    }
    row.put("failed", (long) sum(runs, "failed"));
    row.put("not sent in time", (long) sum(runs, "unsent"));
    row.put("RSS MiB", Math.round(residentMib));
    System.err.println("  " + row);
    if (sum(runs, "failed") > 0 && "ferrule".equals(row.get("system"))) { // a peer's are published
      throw new FerruleException(
          ErrorCode.INTERNAL, "expected every event to be answered, found failures: " + runs);
    }
    return runs.getFirst();
  }

  private static double median(List<JsonNode> runs, String field) {
    return Report.median(runs.stream().mapToDouble(number(field)).toArray());
  }

  private static double sum(List<JsonNode> runs, String field) {
    return runs.stream().mapToDouble(number(field)).sum();
  }

  private static ToDoubleFunction<JsonNode> number(String field) {
    return run -> run.path(field).asDouble();
  }

  /** Waits until the inbox is empty, so that the next measure does not pay for the last. */
  private static void drain(NodeProcess node) {
    long deadline = System.nanoTime() + 300_000_000_000L;
    while (node.metric("ferrule_inbox_events") > 0) {
      if (System.nanoTime() > deadline) {
        throw new FerruleException(
            ErrorCode.INTERNAL, "expected the inbox to drain, found it full");
      }
      Peer.pause(100);
    }
  }

  /** The same generated rules and events on both, one after the other and in turns. */
  private static void beside(Report report, Main.Setup setup, double seconds) throws IOException {
    Path rules = setup.work("rules").resolve("generated-100");
    Files.createDirectories(rules);
    for (var file : GeneratedRules.files(100, SEED).entrySet()) {
      Files.writeString(rules.resolve(file.getKey()), file.getValue());
    }
    Path events = setup.work("events").resolve("generated.jsonl");
    Files.createDirectories(events.getParent());
    Files.write(
        events, GeneratedRules.events(2_000, SEED).stream().map(GeneratedRules::envelope).toList());
    Path home = setup.home().resolve("bench/peers/osprey");
    Peer.setUp(home);
    int port = Peer.freePort();
    var python =
        List.of(
            ".venv/bin/python",
            "serve.py",
            String.valueOf(setup.osprey()),
            rules.toAbsolutePath().toString(),
            "--port",
            Integer.toString(port));
    String peerUrl = "http://127.0.0.1:" + port;
    try (var node = NodeProcess.start(setup, "events-peer", Map.of("log.level", "warn"));
        var peer =
            Peer.start(
                home,
                python,
                setup.work("logs").resolve("osprey.log"),
                () -> NodeProcess.isUp(peerUrl + "/"))) {
      node.publish(rules);
      var ours = new LoadRun(node.url() + "/v1/events", events, 0, CONNECTIONS, 1);
      var theirs = new LoadRun(peerUrl + "/v1/events", events, 0, 8, 1);
      ours.run(setup.quick() ? 5 : 20);
      theirs.run(3);
      String how = "HTTP, one event a request, 100 rules generated, the most";
      var ferrule = report.row("ferrule");
      measure(ferrule, how, seconds, ours, node.residentMib());
      var osprey = report.row("osprey behind uvicorn");
      measure(osprey, how, seconds, theirs, peer.residentMib());
      report.ratio("events/s over osprey behind uvicorn", ratio(ferrule, osprey, "events/s"));
      double rate = number(osprey, "events/s") / 2;
      how = "HTTP, one event a request, 100 rules generated, %.0f/s".formatted(rate);
      ferrule = report.row("ferrule");
      measure(ferrule, how, seconds, at(node.url() + "/v1/events", events, rate), 0);
      osprey = report.row("osprey behind uvicorn");
      measure(osprey, how, seconds, at(peerUrl + "/v1/events", events, rate), 0);
      report.ratio("p50 of osprey over ferrule at its half load", ratio(osprey, ferrule, "p50 ms"));
      report.ratio("p99 of osprey over ferrule at its half load", ratio(osprey, ferrule, "p99 ms"));
    }
  }

  private static double ratio(Map<String, Object> over, Map<String, Object> under, String column) {
    return number(over, column) / number(under, column);
  }

  private static double number(Map<String, Object> row, String column) {
    return ((Number) row.getOrDefault(column, 0)).doubleValue();
  }
}
