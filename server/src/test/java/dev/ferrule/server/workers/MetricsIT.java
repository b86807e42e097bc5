package dev.ferrule.server.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.ServedMetrics;
import dev.ferrule.server.TestCertificate;
import dev.ferrule.server.TestNode;
import dev.ferrule.server.http.Json;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What nodes serve at /metrics, held against the docs, the dashboard and the alerts. */
@Timeout(180)
class MetricsIT {
  private static final Path ROOT = Path.of(System.getProperty("ferrule.root", ".."));
  private static final Pattern NAME =
      Pattern.compile("\\b((?:ferrule|jvm|process|system)_\\w+)\\s*(?:\\{([^}]*)})?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");
  private static final Pattern GROUPED = Pattern.compile("\\b(?:by|on)\\s*\\(([^)]*)\\)");
  private static final Set<String> SCRAPED = Set.of("instance", "job", "le");

  private static final String RULES =
      """
      Text: str = JsonData(path='$.text')
      Length = Size(text=Text)
      """;
  private static final String WORKERS =
      "functions: {Size: {parameters: {text: str}, result: float, timeout: 5s}}";

  @TempDir private static Path directory = Path.of("unset");
  private static ServedMetrics served = new ServedMetrics(Map.of());

  /** A node with all that has metrics, but for Kafka, and one with TLS. */
  @BeforeAll
  static void scrape() throws Exception {
    try (var node =
            TestNode.start(
                "grpc.port", "0",
                "events.jsonl_file", directory.resolve("results.jsonl").toString(),
                "tracing.endpoint", "http://127.0.0.1:1");
        var worker =
            TestWorker.join(
                node.client().get("/v1/status").json().path("grpc").asString(""),
                "",
                TestWorker::answer)) {
      assertFalse(worker.ended.isDone());
      node.client().put("/v1/collections/c", "{}").require(201);
      node.client()
          .put("/v1/collections/c/documents/a?wait=indexed", "{\"text\": \"Tea at four.\"}")
          .require(201);
      node.publish(Map.of("main.sml", RULES, "workers.yaml", WORKERS));
      node.client()
          .put(
              "/v1/webhooks/w",
              "{\"url\": \"http://127.0.0.1:1/\", \"secret\": \"secret-secret-secret-secret\"}")
          .require(201);
      for (String text : List.of("abc", "raise")) {
        node.client()
            .post(
                "/v1/events",
                "{\"action_name\": \"post\", \"data\": {\"text\": \"%s\"}}".formatted(text))
            .require(200);
      }
      call(node);
      System.gc();
      served =
          ServedMetrics.of(node.client().get("/metrics").require(200).text(), ofANodeWithTls());
    }
  }

  private static void call(TestNode node) {
    String target = node.client().get("/v1/status").json().path("grpc").asString("");
    var channel = NettyChannelBuilder.forTarget(target).usePlaintext().build();
    try {
      HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
    } finally {
      channel.shutdownNow();
    }
  }

  private static String ofANodeWithTls() throws Exception {
    Path certificate = directory.resolve("chain.pem");
    Path key = directory.resolve("key.pem");
    var made = TestCertificate.make(directory, "node", "EC").writeTo(certificate, key);
    try (var node =
            TestNode.start(
                "server.tls.certificate",
                certificate.toString(),
                "server.tls.key",
                key.toString());
        var http = HttpClient.newBuilder().sslContext(TestCertificate.trusting(made)).build()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(node.url() + "/metrics")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void whatIsServedIsDocumentedAndWhatIsDocumentedIsServed() {
    ServedMetrics documented =
        ServedMetrics.documented().where(name -> !name.startsWith("ferrule_kafka_"));
    assertTrue(documented.byName().size() > 90, "the docs are read");
    // which figures of collections there are depends on the collector
    assertEquals(
        documented.where(name -> !name.startsWith("jvm_gc_")).byName(),
        served.where(name -> !name.startsWith("jvm_gc_")).byName());
    served
        .where(name -> name.startsWith("jvm_gc_"))
        .byName()
        .forEach((name, metric) -> assertEquals(documented.byName().get(name), metric, name));
  }

  @Test
  void theDashboardAsksForWhatIsServed() throws IOException {
    JsonNode dashboard =
        Json.parse(Files.readAllBytes(ROOT.resolve("packaging/grafana/ferrule.json")));
    var queries = new ArrayList<String>();
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(target.path("expr").asString(""));
        requireLegend(target);
      }
    }
    assertTrue(queries.size() > 40, "the queries are found");
    queries.forEach(MetricsIT::require);
    require(dashboard.path("templating").path("list").path(1).path("query").asString(""));
  }

  private static void requireLegend(JsonNode target) {
    Matcher label =
        Pattern.compile("\\{\\{(\\w+)}}").matcher(target.path("legendFormat").asString(""));
    Matcher metric = NAME.matcher(target.path("expr").asString(""));
    assertTrue(metric.find());
    while (label.find()) {
      assertTrue(
          labels(metric.group(1)).contains(label.group(1)), () -> target + " names another label");
    }
  }

  @Test
  void theAlertsAskForWhatIsServed() throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve("packaging/prometheus/ferrule.rules.yml"));
    List<String> queries =
        lines.stream().map(String::strip).filter(line -> line.startsWith("expr: ")).toList();
    assertTrue(queries.size() > 20, "the queries are found");
    assertEquals(
        queries.size(), lines.stream().filter(line -> line.strip().startsWith("do: ")).count());
    queries.stream().filter(query -> !query.contains("up{job=")).forEach(MetricsIT::require);
  }

  private static Set<String> labels(String sample) {
    ServedMetrics documented = ServedMetrics.documented(); // is what is served, and Kafka's
    String family = sample.replaceAll("_(bucket|sum|count|max)$", "");
    ServedMetrics.Metric metric =
        documented
            .byName()
            .getOrDefault(
                sample,
                documented
                    .byName()
                    .getOrDefault(family, new ServedMetrics.Metric("none", Set.of())));
    boolean isPart = !documented.byName().containsKey(sample);
    assertFalse(
        metric.type().equals("none")
            || (isPart && !Set.of("histogram", "summary").contains(metric.type())),
        () -> "expected a metric, found " + sample);
    assertFalse(
        !isPart && metric.type().equals("histogram"),
        () -> "expected a part of a histogram, found " + sample);
    var labels = new TreeSet<>(metric.labels());
    labels.addAll(SCRAPED);
    return labels;
  }

  private static void require(String query) {
    Matcher metric = NAME.matcher(query);
    var labels = new TreeSet<String>();
    boolean any = false;
    while (metric.find()) {
      any = true;
      Set<String> known = labels(metric.group(1));
      labels.addAll(known);
      Matcher label = LABEL.matcher(metric.group(2) == null ? "" : metric.group(2));
      while (label.find()) {
        assertTrue(known.contains(label.group(1)), () -> label.group(1) + " in " + query);
      }
    }
    assertTrue(any, () -> "expected a metric in " + query);
    Matcher grouped = GROUPED.matcher(query);
    while (grouped.find()) {
      for (String label : grouped.group(1).split(",")) {
        assertTrue(labels.contains(label.strip()), () -> label + " in " + query);
      }
    }
  }
}
