package dev.ferrule.bench;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How long from the start of publishing a release of 1000 rules on one node until another node,
 * that shares an etcd server with it, evaluates events by it? Needs etcd on PATH. Rerun: {@code
 * ./ferrule bench etcd}.
 */
final class EtcdBench implements Main.Bench {
  @Override
  public Report run(Main.Setup setup) throws IOException {
    int swaps = setup.quick() ? 5 : 60;
    var report = new Report("etcd", setup.home());
    int client = Peer.freePort();
    int peer = Peer.freePort();
    Path directory = Files.createTempDirectory("ferrule-bench-etcd");
    String url = "http://127.0.0.1:" + client;
    String peers = "http://127.0.0.1:" + peer;
    var command =
        List.of(
            "etcd",
            "--data-dir",
            directory.toString(),
            "--listen-client-urls",
            url,
            "--advertise-client-urls",
            url,
            "--listen-peer-urls",
            peers,
            "--initial-advertise-peer-urls",
            peers,
            "--initial-cluster",
            "default=" + peers,
            "--log-level",
            "error");
    var settings = Map.of("log.level", "warn", "etcd.endpoints", url);
    try (var _ =
            Peer.start(
                setup.home(),
                command,
                setup.work("logs").resolve("etcd.log"),
                () -> NodeProcess.isUp(url + "/health"));
        var one = NodeProcess.start(setup, "etcd-one", settings);
        var two = NodeProcess.start(setup, "etcd-two", settings)) {
      var millis = new double[swaps];
      for (int i = -3; i < swaps; i++) {
        long started = System.nanoTime();
        String hash = SwapBench.publish(one, i + 10);
        while (!hash.equals(running(two))) {
          if (System.nanoTime() - started > 60_000_000_000L) {
            throw new FerruleException(ErrorCode.INTERNAL, "expected the other node to follow");
          }
        }
        if (i >= 0) {
          millis[i] = (System.nanoTime() - started) / 1e6;
        }
        Peer.pause(200);
      }
      Arrays.sort(millis);
      Map<String, Object> row = report.row("ferrule, two nodes");
      row.put("swaps", swaps);
      row.put("rules", 1_000);
      row.put("publish on one to live on the other ms, p50", Report.round(millis[swaps / 2]));
      row.put("p99", Report.round(millis[(int) (0.99 * swaps)]));
      System.err.println("  " + row);
    }
    return report;
  }

  private static String running(NodeProcess node) {
    try {
      return Client.text(node.post("/v1/events", "application/json", SwapBench.PROBE), "release");
    } catch (FerruleException e) {
      return ""; // nothing is live there yet
    }
  }
}
