package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that cannot start leaves nothing behind that works on a closed store. */
class FailedStartTest {
  @TempDir private Path directory = Path.of("unset");

  private static List<String> upkeepThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter("results-upkeep"::equals)
        .toList();
  }

  @Test
  void aCertificateThatIsMissingEndsAllThreads() {
    List<String> before = upkeepThreads();
    var settings =
        Settings.read(
            null,
            Map.of(),
            Map.of(
                "data.directory", directory.toString(),
                "server.port", "0",
                "server.tls.certificate", directory.resolve("none.pem").toString(),
                "server.tls.key", directory.resolve("none.key").toString()));
    var failure = assertThrows(FerruleException.class, () -> Node.start(settings));
    assertEquals(ErrorCode.CONFIG_INVALID, failure.code());
    assertEquals(before, upkeepThreads());
  }

  @Test
  void aSecondProcessOnTheDirectoryEndsAndHarmsNothing() throws Exception {
    try (var first = new ChildNode(directory)) {
      TestClient client = first.client();
      client.put("/v1/collections/c", "{}").require(201);
      client.put("/v1/collections/c/documents/before", "{\"text\": \"word\"}").require(201);
      try (var second = new ChildNode(directory)) {
        assertEquals(3, second.exitCode());
        assertTrue(second.log().contains("store.locked"), second::log);
      }
      client.put("/v1/collections/c/documents/after", "{\"text\": \"word\"}").require(201);
      first.kill();
    }
    try (var again = new ChildNode(directory)) {
      TestClient client = again.client();
      client.get("/v1/collections/c/documents/before").require(200);
      client.get("/v1/collections/c/documents/after").require(200);
    }
  }
}
