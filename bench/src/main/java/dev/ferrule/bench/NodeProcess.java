package dev.ferrule.bench;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.collections.Collections;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node under test, a process of its own. Confined. */
final class NodeProcess implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Main.Setup setup;
  private final String name;
  private final List<String> command;
  private final String url;
  private Peer process;

  private NodeProcess(
      Main.Setup setup, String name, Map<String, String> settings, String javaOptions)
      throws IOException {
    this.setup = setup;
    this.name = name;
    int port = Peer.freePort();
    this.url = "http://127.0.0.1:" + port;
    var words =
        new ArrayList<>(
            List.of(
                "env",
                "FERRULE_JAVA_OPTS=" + javaOptions,
                "./ferrule",
                "serve",
                "--port",
                Integer.toString(port)));
    words.addAll(List.of("--data", directory().toString()));
    settings.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
    this.command = List.copyOf(words);
    this.process = begin();
  }

  /** Starts a node with an empty directory. */
  static NodeProcess start(Main.Setup setup, String name, Map<String, String> settings)
      throws IOException {
    String javaOptions = System.getenv().getOrDefault("FERRULE_JAVA_OPTS", "");
    return start(setup, name, settings, javaOptions);
  }

  /** Starts a node with an empty directory, and Java with these options. */
  static NodeProcess start(
      Main.Setup setup, String name, Map<String, String> settings, String javaOptions)
      throws IOException {
    Path directory = setup.work("nodes").resolve(name);
    if (Files.exists(directory)) {
      Collections.deleteRecursively(directory);
    }
    return new NodeProcess(setup, name, settings, javaOptions);
  }

  /** Where it keeps everything. */
  Path directory() {
    return setup.work("nodes").resolve(name);
  }

  private Peer begin() throws IOException {
    Path log = setup.work("logs").resolve(name + ".log");
    return Peer.start(setup.home(), command, log, () -> answers("/readyz"));
  }

  /** Kills it without warning and starts it again on the same directory. */
  void killAndRestart() throws IOException {
    kill();
    restart();
  }

  /** Kills it without warning. */
  void kill() {
    process.kill();
  }

  /** Starts it again on the same directory, after {@link #kill}. */
  void restart() throws IOException {
    process = begin();
  }

  String url() {
    return url;
  }

  double residentMib() {
    return process.residentMib();
  }

  /** Publishes a directory of rules and makes it live; the hash. */
  String publish(Path rules) throws IOException {
    Peer.run(
        setup.home(),
        List.of("./ferrule", "publish", rules.toString(), "--activate", "--url", url),
        false);
    return Client.text(get("/v1/releases/state"), "live");
  }

  private boolean answers(String path) {
    return isUp(url + path);
  }

  /** Whether a GET is answered with status 200. */
  static boolean isUp(String address) {
    try {
      var request = HttpRequest.newBuilder(URI.create(address)).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path));
  }

  /** The body of a response with success. */
  String get(String path) {
    return send(request(path).GET());
  }

  /** Posts a body; the body of the response. */
  String post(String path, String type, String body) {
    return send(
        request(path).header("content-type", type).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static String send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new FerruleException(
            ErrorCode.INTERNAL,
            "expected success, found %d: %s".formatted(response.statusCode(), response.body()));
      }
      return response.body();
    } catch (IOException e) {
      throw new FerruleException(ErrorCode.NODE_UNREACHABLE, "the node does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FerruleException(ErrorCode.NODE_UNREACHABLE, "interrupted", e);
    }
  }

  /** The sum of a metric over its labels. */
  double metric(String metric) {
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Override
  public void close() {
    process.close();
  }
}
