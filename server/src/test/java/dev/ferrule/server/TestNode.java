package dev.ferrule.server;

import dev.ferrule.rules.RuleSets;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A node in this process, on a free port and in a directory of its own. Confined. */
public final class TestNode implements AutoCloseable {
  private final Path directory;
  private final Map<String, String> flags = new LinkedHashMap<>();
  private @Nullable Node node;

  private TestNode(String... settings) {
    this.directory = temporaryDirectory();
    flags.put("data.directory", directory.toString());
    flags.put("server.port", "0");
    flags.put("index.refresh_interval", "20ms");
    for (int i = 0; i < settings.length; i += 2) {
      flags.put(settings[i], settings[i + 1]);
    }
  }

  /** Starts a node; {@code settings} are keys and values in turn. */
  public static TestNode start(String... settings) {
    var made = new TestNode(settings);
    made.begin();
    return made;
  }

  public static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("ferrule-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it again after {@link #stop}. */
  public void begin() {
    node = Node.start(Settings.read(null, Map.of(), flags));
    node.awaitReady(Duration.ofSeconds(30));
  }

  public void stop() {
    if (node != null) {
      node.close();
      node = null;
    }
  }

  public Path directory() {
    return directory;
  }

  public String url() {
    if (node == null) {
      throw new IllegalStateException("not started");
    }
    return node.url();
  }

  public TestClient client() {
    return new TestClient(url(), null);
  }

  public TestClient client(@Nullable String key) {
    return new TestClient(url(), key);
  }

  /** Publishes the rule set of a directory and makes it live; gives its hash. */
  public String publish(Path rules) {
    var files = Json.object();
    RuleSets.files(rules)
        .forEach((path, bytes) ->
            files.putObject(path).put("base64", Base64.getEncoder().encodeToString(bytes)));
    return publish(files);
  }

  /** Publishes files and makes them live; gives their hash. */
  public String publish(Map<String, String> files) {
    var node = Json.object();
    files.forEach(node::put);
    return publish(node);
  }

  private String publish(ObjectNode files) {
    var body = Json.object().put("by", "test").put("activate", true);
    body.set("files", files);
    return client()
        .post("/v1/releases", Json.text(body))
        .require(201)
        .json()
        .path("hash")
        .asString("");
  }

  @Override
  public void close() {
    stop();
    deleteRecursively(directory);
  }

  public static void deleteRecursively(Path path) {
    try (Stream<Path> below = Files.walk(path)) {
      for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
