package dev.ferrule.bench;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.testkit.DocumentLedger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node is killed (SIGKILL) at random moments, again and again, while clients write, update and
 * delete documents and change labels. Is everything that was acknowledged there, whole, and does
 * the index equal the store? After each kill {@code store check} reads all that is on disk, and
 * after the restart all documents are listed, counted, read and searched for. Rerun: {@code
 * ./ferrule bench crash-documents}.
 */
final class DocumentsCrashBench implements Main.Bench {
  private static final int CLIENTS = 8;
  private static final int DOCUMENTS = 25;

  /** How many changes each round has at least. */
  private static final int LEAST = 20;

  private static final String ALL = "/v1/collections/crash/documents";

  private final DocumentLedger ledger = new DocumentLedger(DOCUMENTS);
  private final AtomicLong versions = new AtomicLong(1);
  private final AtomicLong acknowledged = new AtomicLong();

  /** The number of the last change of each client's entity that was acknowledged. */
  private final Map<String, Long> labels = new ConcurrentHashMap<>();

  private long wrong;
  private long torn;
  private long different;

  @Override
  public Report run(Main.Setup setup) throws IOException {
    int kills = setup.quick() ? 3 : 100;
    var random = new Random(20_261_121);
    var report = new Report("crash-documents", setup.home());
    var settings =
        Map.of(
            "log.level",
            "warn",
            "index.commit_interval",
            "300ms",
            "index.refresh_interval",
            "50ms");
    try (var node = NodeProcess.start(setup, "crash-documents", settings)) {
      var client = new Client(node.url());
      client.call(
          "PUT",
          "/v1/collections/crash",
          "application/json",
          "{\"fields\": {\"version\": \"int\"}}");
      for (int i = 0; i < kills; i++) {
        round(setup, node, client, random.nextInt(1_500), i);
        System.err.printf(
            "  %d kills, %d changes acknowledged, %d documents, %d lost, %d torn%n",
            i + 1, acknowledged.get(), ledger.present(), wrong, torn);
      }
    }
    row(report, kills);
    return report;
  }

  private void round(Main.Setup setup, NodeProcess node, Client client, int millis, int round)
      throws IOException {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      var random = new Random(round * 1_000L + i);
      threads.add(Thread.ofVirtual().start(() -> write(client, number, random)));
      threads.add(Thread.ofVirtual().start(() -> label(client, "e" + number)));
    }
    long before = acknowledged.get();
    for (int i = 0; i < 600 && acknowledged.get() < before + LEAST; i++) {
      Peer.pause(20); // a node that has just started takes a while for its first
    }
    Peer.pause(millis);
    node.kill();
    threads.forEach(DocumentsCrashBench::join);
    // throws unless everything on disk is sound and the index is what the store holds
    Peer.run(
        setup.home(),
        List.of("./ferrule", "store", "check", "--data", node.directory().toString()),
        true);
    node.restart();
    compare(client);
  }

  private void write(Client client, int number, Random random) {
    try {
      while (true) {
        var operation = ledger.begin(number, random, versions.getAndIncrement());
        client.call(
            operation.isDelete() ? "DELETE" : "PUT",
            ALL + "/" + operation.id(),
            "application/json",
            operation.isDelete() ? "" : operation.json());
        ledger.acknowledge(operation);
        acknowledged.incrementAndGet();
      }
    } catch (FerruleException e) {
      requireKilled(e);
    }
  }

  private void label(Client client, String entity) {
    try {
      while (true) {
        long number = labels.getOrDefault(entity, 0L) + 1;
        client.call(
            "POST",
            "/v1/entities/User/" + entity,
            "application/json",
            "{\"label\": \"l\", \"status\": \"%s\", \"reason\": \"n%d\"}"
                .formatted(number % 2 == 0 ? "added" : "removed", number));
        labels.put(entity, number);
        acknowledged.incrementAndGet();
      }
    } catch (FerruleException e) {
      requireKilled(e);
    }
  }

  private static void requireKilled(FerruleException e) {
    if (e.code() != ErrorCode.NODE_UNREACHABLE) {
      throw e;
    }
  }

  private void compare(Client client) {
    var found = new HashMap<String, Long>();
    long chunks = 0;
    JsonNode page = get(client, ALL + "?limit=1000");
    for (JsonNode header : page.path("documents")) {
      String id = header.path("id").asString("");
      long version = header.path("metadata").path("version").asLong(-1);
      String text = get(client, ALL + "/" + id).path("text").asString("");
      if (!header.path("title").asString("").equals("version " + version)
          || !text.equals(DocumentLedger.text(id, version))) {
        torn++;
      }
      found.put(id, version);
      chunks += header.path("chunks").asInt(0);
    }
    List<String> lost = ledger.settle(found);
    lost.forEach(System.err::println);
    wrong += lost.size();
    JsonNode collection = get(client, "/v1/collections/crash");
    if (collection.path("documents").asLong(-1) != found.size()
        || collection.path("chunks").asLong(-1) != chunks) {
      different++;
    }
    found.forEach((id, version) -> search(client, id, version));
    labels.replaceAll((entity, number) -> label(client, entity, number));
  }

  private void search(Client client, String id, long version) {
    var query =
        JsonMapper.shared()
            .createObjectNode()
            .put("query", "v%dx".formatted(version))
            .put("mode", "lexical")
            .put("top_k", 1);
    JsonNode hits = client.post("/v1/collections/crash/search", query).path("hits");
    if (!hits.path(0).path("document").asString("").equals(id)) {
      different++;
    }
  }

  private long label(Client client, String entity, long number) {
    JsonNode last = get(client, "/v1/entities/User/" + entity).path("history").path(0);
    String reason = last.path("reason").path("description").asString("n0");
    long is = Long.parseLong(reason.substring(1));
    if (is != number && is != number + 1) { // the next one was open
      wrong++;
    }
    return is;
  }

  private static JsonNode get(Client client, String path) {
    return client.call("GET", path, "application/json", "");
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void row(Report report, int kills) {
    Map<String, Object> row = report.row("ferrule");
    row.put("kills", kills);
    row.put("clients", 2 * CLIENTS);
    row.put("changes acknowledged", acknowledged.get());
    row.put("lost", wrong);
    row.put("torn", torn);
    row.put("index different from the store", different);
    System.err.println("  " + row);
    if (wrong + torn + different > 0) {
      throw new FerruleException(ErrorCode.INTERNAL, "expected none lost and none torn: " + row);
    }
  }
}
