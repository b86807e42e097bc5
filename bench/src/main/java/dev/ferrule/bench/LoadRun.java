package dev.ferrule.bench;

import dev.ferrule.bench.load.LoadProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs the load generator in a process of its own.
 *
 * @param url where to post
 * @param file events, one a line
 * @param perSecond requests a second, or 0 for as many as are answered
 * @param connections how many at most at once
 * @param lines events in one request
 * @param thinkSeconds how long a connection rests after each answer, on average
 */
record LoadRun(
    String url, Path file, double perSecond, int connections, int lines, double thinkSeconds) {
  LoadRun(String url, Path file, double perSecond, int connections, int lines) {
    this(url, file, perSecond, connections, lines, 0);
  }

  /** What came of it, as {@link LoadProcess} prints it. */
  JsonNode run(double seconds) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String printed =
        Peer.run(
            Path.of("."),
            List.of(
                java,
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                LoadProcess.class.getName(),
                url,
                file.toAbsolutePath().toString(),
                Double.toString(perSecond),
                Double.toString(seconds),
                Integer.toString(connections),
                Integer.toString(lines),
                Double.toString(thinkSeconds)),
            false);
    return JsonMapper.shared().readTree(printed);
  }
}
