package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A node killed while it takes documents in has every document that it acknowledged. */
class KillCrashTest {
  private static final int ROUNDS = 3;
  private static final int WRITERS = 2;
  private static final int LINES = 400;

  @TempDir private Path directory = Path.of("unset");

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  void everyAcknowledgedDocumentIsThereAndFoundAfterEachKill() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (var node = new ChildNode(directory, "--set", "index.commit_interval=300ms")) {
        TestClient client = node.client();
        client.put("/v1/collections/c", "{}").require(round == 0 ? 201 : 200);
        check(client);
        int before = acknowledged.size();
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
          for (int writer = 0; writer < WRITERS; writer++) {
            String prefix = "r%dw%dx".formatted(round, writer);
            writers.submit(() -> ingest(client, prefix));
          }
          while (acknowledged.size() < before + 40 + 60 * round) {
            Thread.sleep(5);
          }
          node.kill();
          writers.shutdown();
          assertTrue(writers.awaitTermination(30, TimeUnit.SECONDS));
        }
        assertTrue(acknowledged.size() < before + WRITERS * LINES, "it was killed before the end");
      }
    }
    try (var node = new ChildNode(directory)) {
      check(node.client());
    }
  }

  private void ingest(TestClient client, String prefix) {
    var lines = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      String id = prefix + i;
      lines.append("{\"id\": \"%s\", \"text\": \"The word is %s.\"}\n".formatted(id, id));
    }
    HttpRequest request =
        client
            .request("/v1/collections/c/documents")
            .header("content-type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(lines.toString()))
            .build();
    try (HttpClient http = HttpClient.newHttpClient();
        var results =
            new BufferedReader(
                new InputStreamReader(
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body(), UTF_8))) {
      for (String line = results.readLine(); line != null; line = results.readLine()) {
        if (line.endsWith("}")) {
          JsonNode result = Json.parse(line.getBytes(UTF_8));
          assertEquals("created", result.path("result").asString(""));
          acknowledged.add(result.path("id").asString(""));
        }
      }
    } catch (IOException e) {
      // killed, as it should be
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void check(TestClient client) throws InterruptedException {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (client.get("/readyz").status() != 200) {
      assertTrue(System.nanoTime() < deadline, "not ready in time");
      Thread.sleep(20);
    }
    var stored = new ArrayList<String>();
    String after = "";
    while (true) {
      JsonNode page =
          client.get("/v1/collections/c/documents?limit=1000&after=" + after).require(200).json();
      page.path("documents").forEach(d -> stored.add(d.path("id").asString("")));
      if (!page.has("next")) {
        break;
      }
      after = page.path("next").asString("");
    }
    assertTrue(stored.containsAll(acknowledged), () -> "lost: " + minus(acknowledged, stored));
    JsonNode collection = client.get("/v1/collections/c").require(200).json();
    assertEquals(stored.size(), collection.path("documents").asInt(-1));
    assertEquals(stored.size(), collection.path("chunks").asInt(-1));
    List<String> ids = List.copyOf(acknowledged);
    for (int i = 0; i < ids.size(); i += 7) {
      String id = ids.get(i);
      JsonNode hits =
          client
              .post(
                  "/v1/collections/c/search",
                  "{\"query\": \"%s\", \"mode\": \"lexical\"}".formatted(id))
              .require(200)
              .json()
              .path("hits");
      assertEquals(1, hits.size(), id);
      assertEquals(id, hits.path(0).path("document").asString(""));
    }
  }

  private static List<String> minus(Set<String> all, List<String> some) {
    return all.stream().filter(id -> !some.contains(id)).toList();
  }
}
