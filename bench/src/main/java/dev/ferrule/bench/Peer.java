package dev.ferrule.bench;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Other programs under test: set up by their own script, started, measured and stopped by id. */
final class Peer implements AutoCloseable {
  private final Process process;

  private Peer(Process process) {
    this.process = process;
  }

  /** Runs a peer's set-up script, which does nothing when it ran before. */
  static void setUp(Path directory) throws IOException {
    run(directory, List.of("bash", "setup.sh"), true);
  }

  /** Runs a command to its end and gives its last line of output. */
  static String run(Path directory, List<String> command, boolean shown) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String last = "";
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        last = line;
        if (shown) {
          System.err.println("  " + line);
        }
      }
    }
    try {
      if (process.waitFor() != 0) {
        throw new FerruleException(
            ErrorCode.INTERNAL,
            "expected %s to succeed in %s, found exit code %d"
                .formatted(command.getFirst(), directory.getFileName(), process.exitValue()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return last;
  }

  /** Starts a server and waits until {@code ready}; its output goes to {@code log}. */
  static Peer start(Path directory, List<String> command, Path log, BooleanSupplier ready)
      throws IOException {
    Files.createDirectories(log.getParent());
    var peer =
        new Peer(
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
    while (!ready.getAsBoolean()) {
      if (!peer.process.isAlive() || System.nanoTime() > deadline) {
        peer.close();
        throw new FerruleException(
            ErrorCode.INTERNAL, "expected a server from %s; see %s".formatted(command, log));
      }
      pause(100);
    }
    return peer;
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Resident memory of the process and those it started, in MiB. */
  double residentMib() {
    return resident(process.toHandle()) + process.descendants().mapToDouble(Peer::resident).sum();
  }

  private static double resident(ProcessHandle handle) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + handle.pid() + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it at once (SIGKILL), with what it started. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A port nobody listens on. */
  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
