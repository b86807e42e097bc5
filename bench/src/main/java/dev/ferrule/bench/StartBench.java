package dev.ferrule.bench;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long does a distribution take to start, and how large is it? Measured from the start of the
 * process to the first 200 of {@code /readyz} and to the first answer out of documents that were
 * put before, each time in a new process; with the files in the page cache (warm) and after it was
 * dropped (cold). The Python prototype is measured alike; as it reads text alone, it gets those of
 * the documents that are Markdown or plain text.
 *
 * <p>To run again: {@code ./ferrule bench start}. Making the archives takes some minutes.
 */
final class StartBench implements Main.Bench {
  private static final String QUESTION = "What time is breakfast on Saturday?";
  private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

  /** Where requests go, and how long to wait for the first answer. */
  private record Server(
      Path directory, List<String> command, Path log, int port, String ready, String answer) {}

  /** Milliseconds from the start of a process. */
  private record Start(double readyMillis, double answerMillis) {}

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("start", setup.home());
    int runs = setup.quick() ? 2 : 15;
    Path work = setup.work("start");
    Path archives = work.resolve("archives");
    make(setup, archives);
    Path archive = one(archives, "-without-model", false);
    Peer.run(work, List.of("rm", "-rf", "installed"), false);
    Files.createDirectories(work.resolve("installed"));
    Peer.run(
        work,
        List.of("tar", "-xf", archive.toString(), "-C", "installed", "--strip-components", "1"),
        false);
    Path installed = work.resolve("installed");
    sizes(report, archive, one(archives, "-without-model", true), installed);
    long prepared = System.nanoTime();
    Peer.run(installed, List.of("bin/ferrule", "prepare"), true);
    Map<String, Object> first = report.row("ferrule, prepare (once)");
    first.put("seconds", Report.round(millisSince(prepared) / 1e3));
    row(report, "ferrule --help", help(installed, runs), null);
    Server ferrule = ferrule(setup, installed);
    starts(report, "ferrule", ferrule, runs);
    if (Files.isExecutable(setup.home().resolve("bench/peers/rag_python/.venv/bin/python"))
        || !setup.quick()) {
      starts(report, "rag_python", python(setup), setup.quick() ? 1 : 5);
    }
    return report;
  }

  private static void make(Main.Setup setup, Path archives) throws IOException {
    Peer.run(
        setup.home(),
        Stream.of(
                "packaging/dist.sh",
                System.getProperty("java.home"),
                "--out",
                archives.toString(),
                setup.quick() ? "--quick" : "")
            .filter(word -> !word.isEmpty())
            .toList(),
        true);
  }

  private static Path one(Path archives, String part, boolean has) throws IOException {
    try (Stream<Path> files = Files.list(archives)) {
      return files
          .filter(file -> file.toString().endsWith(".tar.xz"))
          .filter(file -> file.toString().contains(part) == has)
          .findAny()
          .orElseThrow();
    }
  }

  private static void sizes(Report report, Path whole, Path small, Path installed)
      throws IOException {
    Map<String, Object> row = report.row("ferrule, size");
    row.put("download MB", megabytes(Files.size(whole)));
    row.put("without the model MB", megabytes(Files.size(small)));
    long unpacked = 0;
    try (Stream<Path> files = Files.walk(installed)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        unpacked += Files.size(file);
      }
    }
    row.put("unpacked MB", megabytes(unpacked));
  }

  private static double megabytes(long bytes) {
    return Report.round(bytes / 1e6);
  }

  private static double[] help(Path installed, int runs) throws IOException {
    var millis = new double[runs];
    for (int i = 0; i < runs; i++) {
      long began = System.nanoTime();
      String last = Peer.run(installed, List.of("bin/ferrule", "--help"), false);
      millis[i] = millisSince(began);
      if (!last.contains("ask")) {
        throw new FerruleException(
            ErrorCode.INTERNAL, "expected the help text, found last line " + last);
      }
    }
    return millis;
  }

  private static Server ferrule(Main.Setup setup, Path installed) throws IOException {
    int port = Peer.freePort();
    Path data = setup.work("start").resolve("data");
    Peer.run(setup.work("start"), List.of("rm", "-rf", data.toString()), false);
    var server =
        new Server(
            installed,
            List.of(
                "bin/ferrule",
                "serve",
                "--port",
                Integer.toString(port),
                "--data",
                data.toString()),
            setup.work("logs").resolve("start.log"),
            port,
            "/readyz",
            "/v1/collections/hotel/answer");
    try (Peer _ = Peer.start(installed, server.command(), server.log(), () -> isReady(server))) {
      Peer.run(
          installed,
          List.of(
              "bin/ferrule",
              "ingest",
              "--collection",
              "hotel",
              "examples/hotel/documents",
              "--url",
              "http://127.0.0.1:" + port),
          true);
    }
    return server;
  }

  private static Server python(Main.Setup setup) throws IOException {
    Path home = setup.home().resolve("bench/peers/rag_python");
    Peer.setUp(home);
    int port = Peer.freePort();
    var server =
        new Server(
            home,
            List.of(".venv/bin/python", "serve.py", "--port", Integer.toString(port)),
            setup.work("logs").resolve("start-python.log"),
            port,
            "/health",
            "/answer");
    try (Peer _ = Peer.start(home, server.command(), server.log(), () -> isReady(server));
        Stream<Path> files = Files.walk(setup.home().resolve("examples/hotel/documents"))) {
      for (Path file : files.filter(f -> f.toString().matches(".*[.](md|txt)")).sorted().toList()) {
        String json =
            "{\"id\": %s, \"title\": \"\", \"text\": %s}\n"
                .formatted(quoted(file.getFileName().toString()), quoted(Files.readString(file)));
        post(server, "/ingest", "application/x-ndjson", json);
      }
    }
    return server;
  }

  private static String quoted(String text) {
    return tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(text);
  }

  private static void starts(Report report, String name, Server server, int runs)
      throws IOException {
    start(server); // reads every file once
    measure(report, name + ", warm page cache", server, runs, Cache.WARM);
    if (Files.isWritable(DROP_CACHES)) {
      measure(report, name + ", cold page cache", server, Math.max(2, runs / 3), Cache.COLD);
    } else {
      report.row(name + ", cold page cache").put("note", "not measured: not allowed to drop it");
    }
  }

  private enum Cache {
    WARM,
    COLD
  }

  private static void measure(Report report, String name, Server server, int runs, Cache cache)
      throws IOException {
    var ready = new double[runs];
    var answer = new double[runs];
    for (int i = 0; i < runs; i++) {
      if (cache == Cache.COLD) {
        Peer.run(server.directory(), List.of("sync"), false);
        Files.writeString(DROP_CACHES, "3");
      }
      Start start = start(server);
      ready[i] = start.readyMillis();
      answer[i] = start.answerMillis();
    }
    row(report, name, ready, answer);
  }

  private static void row(Report report, String name, double[] ready, double @Nullable [] answer) {
    Map<String, Object> row = report.row(name);
    row.put("runs", ready.length);
    String what = answer == null ? "" : "ready ";
    row.put(what + "ms p50", Report.round(Report.median(ready)));
    row.put(what + "ms best", best(ready));
    if (answer != null) {
      row.put("answer ms p50", Report.round(Report.median(answer)));
      row.put("answer ms best", best(answer));
    }
    System.err.println("  " + row);
  }

  private static double best(double[] values) {
    return Report.round(Arrays.stream(values).min().orElseThrow());
  }

  private static Start start(Server server) throws IOException {
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(server.command())
            .directory(server.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(server.log().toFile())
            .start();
    try {
      while (!isReady(server)) {
        if (!process.isAlive() || millisSince(began) > 180_000) {
          throw new FerruleException(
              ErrorCode.INTERNAL, "expected a server, found none; see " + server.log());
        }
        Peer.pause(1);
      }
      double ready = millisSince(began);
      String body = "{\"question\": \"%s\"}".formatted(QUESTION);
      String answer = post(server, server.answer(), "application/json", body);
      double answered = millisSince(began);
      if (!answer.contains("07:30")) {
        throw new FerruleException(
            ErrorCode.INTERNAL, "expected the hours of breakfast, found another answer");
      }
      return new Start(ready, answered);
    } finally {
      stop(process);
    }
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }

  private static boolean isReady(Server server) {
    try {
      return exchange(server, "GET", server.ready(), "text/plain", "").startsWith("HTTP/1.1 200");
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private static String post(Server server, String path, String type, String body)
      throws IOException {
    String response = exchange(server, "POST", path, type, body);
    if (!response.startsWith("HTTP/1.1 200")) {
      throw new FerruleException(
          ErrorCode.INTERNAL, "expected success from %s, found: %s".formatted(path, response));
    }
    return response;
  }

  /** A request on a connection of its own: a client with a pool would wait between its tries. */
  private static String exchange(
      Server server, String method, String path, String type, String body) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), 1_000);
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          """
          %s %s HTTP/1.1
          Host: 127.0.0.1:%d
          Connection: close
          Content-Type: %s
          Content-Length: %d

          """
              .formatted(method, path, server.port(), type, content.length)
              .replace("\n", "\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(content);
      InputStream in = socket.getInputStream();
      try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        return String.join("\n", reader.lines().toList());
      }
    }
  }
}
