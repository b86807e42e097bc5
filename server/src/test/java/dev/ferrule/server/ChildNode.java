package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node in a process of its own, to be stopped or killed. Confined. */
final class ChildNode implements AutoCloseable {
  private final Process process;
  private final CompletableFuture<String> url = new CompletableFuture<>();
  private final Queue<String> log = new ConcurrentLinkedQueue<>();

  ChildNode(Path directory, String... options) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--sun-misc-unsafe-memory-access=deny",
            "--enable-native-access=ALL-UNNAMED",
            "--add-modules=jdk.incubator.vector",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path", ""),
            "dev.ferrule.server.cli.Main",
            "serve",
            "--data",
            directory.toString(),
            "--port",
            "0"));
    command.addAll(List.of(options));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("FERRULE_"));
    process = builder.start();
    Thread.ofVirtual().start(this::follow);
  }

  private void follow() {
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(line);
        int at = line.indexOf("serving on ");
        if (at >= 0) {
          url.complete(line.substring(at + "serving on ".length()).strip());
        }
      }
    } catch (IOException e) {
      // it was killed
    }
    url.completeExceptionally(new IllegalStateException("the node ended:\n" + log()));
  }

  TestClient client() throws Exception {
    try {
      return new TestClient(url.get(60, TimeUnit.SECONDS), null);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the node does not serve:\n" + log(), e);
    }
  }

  /** Asks it to stop (SIGTERM). */
  void terminate() {
    process.destroy();
  }

  /** Kills it (SIGKILL) and waits until it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the node does not stop:\n" + log());
    }
    return process.exitValue();
  }

  /** The most memory that it ever had resident, in MiB, as Linux counts. */
  long peakResidentMib() throws IOException {
    return status("VmHWM:");
  }

  /** The memory that it has resident, in MiB. */
  long residentMib() throws IOException {
    return status("VmRSS:");
  }

  private long status(String name) throws IOException {
    try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    }
  }

  String log() {
    return String.join("\n", log);
  }

  @Override
  public void close() {
    kill();
  }
}
