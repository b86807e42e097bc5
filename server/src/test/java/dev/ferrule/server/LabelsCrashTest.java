package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A node killed while it labels has every label that it acknowledged. */
class LabelsCrashTest {
  private static final int ROUNDS = 2;
  private static final int WRITERS = 4;
  private static final int MOST = 100_000;

  @TempDir private Path directory = Path.of("unset");

  /** The last acknowledged change of each entity. */
  private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();

  @Test
  void everyAcknowledgedLabelIsThereAfterEachKill() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (var node = new ChildNode(directory)) {
        TestClient client = node.client();
        check(client);
        int before = acknowledged.size();
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
          for (int writer = 0; writer < WRITERS; writer++) {
            String prefix = "r%dw%dx".formatted(round, writer);
            writers.submit(() -> label(client, prefix));
          }
          while (acknowledged.size() < before + 60) {
            Thread.sleep(5);
          }
          node.kill();
          writers.shutdown();
          assertTrue(writers.awaitTermination(30, TimeUnit.SECONDS));
        }
      }
    }
    try (var node = new ChildNode(directory)) {
      check(node.client());
    }
  }

  private void label(TestClient client, String prefix) {
    for (int i = 0; i < MOST; i++) {
      String id = prefix + i / 3;
      String body =
          "{\"label\": \"l\", \"status\": \"%s\", \"reason\": \"n%d\"}"
              .formatted(i % 2 == 0 ? "added" : "removed", i);
      try {
        if (client.post("/v1/entities/User/" + id, body).status() != 200) {
          return;
        }
      } catch (UncheckedIOException e) {
        return; // killed, as it should be
      }
      acknowledged.put(id, i);
    }
  }

  private void check(TestClient client) {
    Set<String> listed = listed(client);
    acknowledged.forEach((id, number) -> {
      JsonNode user = client.get("/v1/entities/User/" + id).require(200).json();
      JsonNode last = user.path("history").path(0);
      int found =
          Integer.parseInt(last.path("reason").path("description").asString("n-1").substring(1));
      assertTrue(found >= number, () -> "lost: " + id + " n" + number);
      boolean added = found % 2 == 0;
      assertEquals(
          added ? "manually_added" : "manually_removed",
          user.path("labels").path(0).path("status").asString(""));
      assertEquals(added, listed.contains("User/" + id), "the index agrees");
    });
  }

  private static Set<String> listed(TestClient client) {
    var listed = new HashSet<String>();
    String after = "";
    while (true) {
      JsonNode page =
          client
              .get("/v1/entities?type=User&label=l&limit=1000&after=" + TestClient.encode(after))
              .require(200)
              .json();
      page.path("entities").forEach(each -> listed.add(each.path("entity").asString("")));
      if (page.path("next").isNull()) {
        return listed;
      }
      after = page.path("next").asString("");
    }
  }
}
