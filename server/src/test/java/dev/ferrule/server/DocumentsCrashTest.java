package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.storage.StoreCheck;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import dev.ferrule.testkit.DocumentLedger;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A node killed while clients write, update and delete documents has all that it acknowledged, none
 * of it torn, and an index that equals its store. {@code ./ferrule bench crash-documents} does the
 * same a hundred times.
 */
@Timeout(300)
class DocumentsCrashTest {
  private static final int ROUNDS = 2;
  private static final int CLIENTS = 4;
  private static final int OPERATIONS = 60;
  private static final String ALL = "/v1/collections/c/documents";

  @TempDir private Path directory = Path.of("unset");

  private final DocumentLedger ledger = new DocumentLedger(12);
  private final AtomicLong versions = new AtomicLong(1);
  private final AtomicLong done = new AtomicLong();

  private ChildNode start() throws Exception {
    return new ChildNode(
        directory, "--set", "index.commit_interval=200ms", "--set", "index.refresh_interval=20ms");
  }

  @Test
  void everyAcknowledgedChangeIsThereWholeAndTheIndexEqualsTheStore() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (var node = start()) {
        TestClient client = node.client();
        client
            .put("/v1/collections/c", "{\"fields\": {\"version\": \"int\"}}")
            .require(round == 0 ? 201 : 200);
        check(client);
        long before = done.get();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
          for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            long seed = round * 31L + i;
            clients.submit(() -> write(client, number, new Random(seed)));
          }
          while (done.get() < before + OPERATIONS) {
            Thread.sleep(5);
          }
          node.kill();
          clients.shutdown();
          assertTrue(clients.awaitTermination(60, TimeUnit.SECONDS));
        }
      }
      try (var store = Store.open(directory.resolve("store"), StoreSettings.DEFAULT)) {
        assertEquals(List.of(), StoreCheck.run(store, directory).findings());
      }
    }
    try (var node = start()) {
      check(node.client());
    }
  }

  private void write(TestClient client, int number, Random random) {
    try {
      while (true) {
        var operation = ledger.begin(number, random, versions.getAndIncrement());
        var reply =
            operation.isDelete()
                ? client.delete(ALL + "/" + operation.id())
                : client.put(ALL + "/" + operation.id(), operation.json());
        assertTrue(reply.status() < 300, reply::text);
        ledger.acknowledge(operation);
        done.incrementAndGet();
      }
    } catch (UncheckedIOException e) {
      // killed, as it should be
    }
  }

  private void check(TestClient client) throws InterruptedException {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (client.get("/readyz").status() != 200) {
      assertTrue(System.nanoTime() < deadline, "not ready in time");
      Thread.sleep(20);
    }
    Map<String, Long> found = new HashMap<>();
    long chunks = 0;
    JsonNode page = client.get(ALL + "?limit=1000").require(200).json();
    for (JsonNode header : page.path("documents")) {
      String id = header.path("id").asString("");
      long version = header.path("metadata").path("version").asLong(-1);
      assertEquals("version " + version, header.path("title").asString(""), "torn: " + id);
      assertEquals(
          DocumentLedger.text(id, version),
          client.get(ALL + "/" + id).require(200).json().path("text").asString(""),
          "torn: " + id);
      found.put(id, version);
      chunks += header.path("chunks").asInt(0);
    }
    assertEquals(List.of(), ledger.settle(found));
    JsonNode collection = client.get("/v1/collections/c").require(200).json();
    assertEquals(found.size(), collection.path("documents").asInt(-1));
    assertEquals(chunks, collection.path("chunks").asLong(-1));
    found.forEach((id, version) -> {
      JsonNode hits =
          client
              .post(
                  "/v1/collections/c/search",
                  "{\"query\": \"v%dx\", \"mode\": \"lexical\", \"top_k\": 3}".formatted(version))
              .require(200)
              .json()
              .path("hits");
      assertEquals(id, hits.path(0).path("document").asString(""), "found by its version");
    });
  }
}
