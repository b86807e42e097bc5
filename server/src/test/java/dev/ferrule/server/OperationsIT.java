package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OperationsIT {
  @AutoClose private static final TestNode NODE = TestNode.start();

  private static final List<String> METRICS =
      List.of(
          "ferrule_http_request_seconds_bucket",
          "ferrule_http_request_seconds_count",
          "ferrule_http_request_seconds_sum",
          "ferrule_http_requests_in_progress",
          "ferrule_http_buffered_bytes",
          "ferrule_store_waiting_transactions",
          "ferrule_store_transactions_total",
          "ferrule_store_syncs_total",
          "ferrule_embedding_sequences_total",
          "ferrule_embedding_tokens_total",
          "ferrule_embedding_padding_tokens_total",
          "ferrule_embedding_batches_total",
          "ferrule_embedding_cache_hits_total",
          "ferrule_embedding_cache_misses_total",
          "ferrule_embedding_waiting_tokens",
          "ferrule_collection_documents",
          "ferrule_collection_chunks",
          "ferrule_collection_behind",
          "jvm_memory_used_bytes",
          "jvm_gc_pause_seconds_count",
          "system_cpu_usage");

  @Test
  void aHealthyNodeSaysSo() {
    assertEquals("ok\n", NODE.client().get("/healthz").require(200).text());
    assertEquals("ready\n", NODE.client().get("/readyz").require(200).text());
  }

  @Test
  void everyMetricHasItsName() {
    NODE.client().put("/v1/collections/metrics", "{}").require(201);
    NODE.client().put("/v1/collections/metrics/documents/a?wait=indexed", "{\"text\": \"b\"}");
    System.gc();
    TestClient.Reply reply = NODE.client().get("/metrics").require(200);
    assertTrue(reply.headers().firstValue("content-type").orElse("").startsWith("text/plain"));
    for (String name : METRICS) {
      assertTrue(
          reply.text().lines().anyMatch(line -> line.matches(name + "[ {].*")),
          () -> name + " is not among\n" + reply.text());
    }
    assertEquals(1, NODE.client().metric("ferrule_collection_documents"));
    assertEquals(1, NODE.client().metric("ferrule_collection_chunks"));
    assertEquals(0, NODE.client().metric("ferrule_collection_behind"));
  }

  @Test
  void strangeMethodsAndPathsMakeNoMetricsOfTheirOwn() {
    for (int i = 0; i < 30; i++) {
      NODE.client()
          .call("ODD" + i, "/odd/" + i, "", new byte[0])
          .requireProblem(404, "request.not-found");
      NODE.client()
          .call("ODD" + i, "/v1/collections", "", new byte[0])
          .requireProblem(405, "request.method");
    }
    long series =
        NODE.client()
            .get("/metrics")
            .text()
            .lines()
            .filter(line -> line.startsWith("ferrule_http_request_seconds_count"))
            .filter(line -> line.contains("unknown"))
            .count();
    assertTrue(series <= 4, () -> "series of unknown routes: " + series);
  }

  @Test
  void statusTellsWhatTheNodeHolds() {
    NODE.client().put("/v1/collections/status", "{}").require(201);
    NODE.client().put("/v1/collections/status/documents/a?wait=indexed", "{\"text\": \"b\"}");
    JsonNode status = NODE.client().get("/v1/status").require(200).json();
    assertEquals(Version.NUMBER, status.path("version").asString(""));
    assertEquals(false, status.path("keys_required").asBoolean(true));
    assertTrue(status.path("store_sequence").asLong(0) > 0);
    JsonNode found =
        status
            .path("collections")
            .valueStream()
            .filter(c -> c.path("name").asString("").equals("status"))
            .findFirst()
            .orElseThrow();
    assertEquals(1, found.path("documents").asInt(0));
    assertEquals(1, found.path("chunks").asInt(0));
    assertEquals("all-MiniLM-L6-v2", found.path("model").asString(""));
  }

  @Test
  void thePagesAreServedWithTheirPolicy() {
    TestClient.Reply page = NODE.client().get("/").require(200);
    assertTrue(page.headers().firstValue("content-type").orElse("").startsWith("text/html"));
    assertTrue(
        page.headers()
            .firstValue("content-security-policy")
            .orElse("")
            .startsWith("default-src 'self'"));
    assertEquals("nosniff", page.headers().firstValue("x-content-type-options").orElse(""));
    NODE.client().get("/page.js").require(200);
    NODE.client().get("/none.js").requireProblem(404, "request.not-found");
    NODE.client().get("/..%2fapplication.js").requireProblem(404, "request.not-found");
  }

  @Test
  void theConsoleIsServedAtEachOfItsAddresses() {
    String console = NODE.client().get("/console").require(200).text();
    for (String address : List.of("/console/", "/console/events", "/console/entities/User/a%2Fb")) {
      TestClient.Reply page = NODE.client().get(address).require(200);
      assertEquals(console, page.text(), address);
      assertTrue(page.headers().firstValue("content-security-policy").isPresent(), address);
      assertEquals("no-store", page.headers().firstValue("cache-control").orElse(""), address);
    }
  }

  @Test
  void thePartsOfTheConsoleMayBeKeptForGood() {
    Matcher script =
        Pattern.compile("/console/assets/[\\w-]+\\.js")
            .matcher(NODE.client().get("/console").require(200).text());
    assertTrue(script.find());
    TestClient.Reply part = NODE.client().get(script.group()).require(200);
    assertEquals(
        "public, max-age=31536000, immutable",
        part.headers().firstValue("cache-control").orElse(""));
    assertEquals("nosniff", part.headers().firstValue("x-content-type-options").orElse(""));
    NODE.client().get("/console/assets/none.js").requireProblem(404, "request.not-found");
    NODE.client().get("/console/assets/..%2findex.html").requireProblem(404, "request.not-found");
  }
}
