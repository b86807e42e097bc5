package dev.ferrule.bench;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How long from the start of publishing a release of 1000 rules until events are evaluated by it,
 * while events come at a constant rate; and does any event fail, or the memory for classes grow?
 * Fewer swaps with -Dferrule.bench.swaps=N in FERRULE_JAVA_OPTS. Rerun: {@code ./ferrule bench
 * swap}.
 */
final class SwapBench implements Main.Bench {
  private static final int RULES = 1_000;
  private static final double PER_SECOND = 500;
  private static final long SEED = 20_261_121;
  static final String PROBE = GeneratedRules.envelope(GeneratedRules.events(1, SEED).getFirst());
  private static final String METASPACE = "jvm_memory_used_bytes";

  @Override
  public Report run(Main.Setup setup) throws IOException {
    int swaps = setup.quick() ? 10 : Integer.getInteger("ferrule.bench.swaps", 500);
    var report = new Report("swap", setup.home());
    try (var node = NodeProcess.start(setup, "swap", Map.of("log.level", "warn"))) {
      Path events = setup.work("events").resolve("generated.jsonl");
      Files.createDirectories(events.getParent());
      Files.write(
          events,
          GeneratedRules.events(2_000, SEED).stream().map(GeneratedRules::envelope).toList());
      publish(node, -1);
      var load = new LoadRun(node.url() + "/v1/events", events, PER_SECOND, 256, 1);
      load.run(setup.quick() ? 3 : 15);
      var loaded = CompletableFuture.supplyAsync(() -> loaded(load, swaps + 2));
      var millis = new double[swaps];
      var metaspace = new double[swaps];
      for (int i = 0; i < swaps; i++) {
        long started = System.nanoTime();
        String hash = publish(node, i);
        while (!Client.text(node.post("/v1/events", "application/json", PROBE), "release")
            .equals(hash)) {
          if (System.nanoTime() - started > 30_000_000_000L) {
            throw new FerruleException(ErrorCode.INTERNAL, "expected the release to go live");
          }
        }
        millis[i] = (System.nanoTime() - started) / 1e6;
        metaspace[i] = metaspaceMib(node);
        Peer.pause(Math.max(0, 1_000 - (System.nanoTime() - started) / 1_000_000));
        if (i % 50 == 49) {
          System.err.printf(
              "  %d swaps, last %.1f ms, metaspace %.1f MiB%n", i + 1, millis[i], metaspace[i]);
        }
      }
      JsonNode came = loaded.join();
      row(report, millis, metaspace, came);
    }
    return report;
  }

  private static JsonNode loaded(LoadRun load, double seconds) {
    try {
      return load.run(seconds);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void row(Report report, double[] millis, double[] metaspace, JsonNode came) {
    int tenth = Math.max(1, metaspace.length / 10);
    double early = Arrays.stream(metaspace, tenth, 2 * tenth).max().orElse(0);
    double late =
        Arrays.stream(metaspace, metaspace.length - tenth, metaspace.length).max().orElse(0);
    double[] sorted = millis.clone();
    Arrays.sort(sorted);
    Map<String, Object> row = report.row("ferrule");
    row.put("swaps", millis.length);
    row.put("rules", RULES);
    row.put("publish to live ms, p50", Report.round(sorted[sorted.length / 2]));
    row.put("p99", Report.round(sorted[(int) (0.99 * sorted.length)]));
    row.put("events under way", came.path("good").asLong());
    row.put("failed", came.path("failed").asLong());
    row.put("event p50 ms", came.path("p50_ms").asDouble());
    row.put("event p99 ms", came.path("p99_ms").asDouble());
    row.put("metaspace MiB, second tenth", Report.round(early));
    row.put("metaspace MiB, last tenth", Report.round(late));
    System.err.println("  " + row);
    if (came.path("failed").asLong() > 0) {
      throw new FerruleException(ErrorCode.INTERNAL, "expected no failed event, found " + came);
    }
  }

  private static double metaspaceMib(NodeProcess node) {
    return node.get("/metrics")
            .lines()
            .filter(line -> line.startsWith(METASPACE) && line.contains("\"Metaspace\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum()
        / (1 << 20);
  }

  /** Publishes a set of 1000 rules that differs from every other. */
  static String publish(NodeProcess node, int number) {
    var files = new LinkedHashMap<>(GeneratedRules.files(RULES, SEED));
    files.put("main.sml", files.get("main.sml") + "Number = %d + 0\n".formatted(number + 1));
    ObjectNode body = Client.object();
    ObjectNode texts = body.putObject("files");
    files.forEach(texts::put);
    body.put("by", "bench").put("note", "swap " + number).put("activate", true);
    String answer =
        node.post("/v1/releases", "application/json", JsonMapper.shared().writeValueAsString(body));
    return Client.text(answer, "hash");
  }
}
