package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Traces as a collector of OpenTelemetry gets them. */
@Timeout(120)
class TracingIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final String SAMPLED = "00-" + TRACE + "-" + PARENT + "-01";

  /** A collector: takes spans by OTLP over HTTP, in protobuf. Thread-safe. */
  private static final class Collector implements AutoCloseable {
    private final ConcurrentLinkedQueue<Span> spans = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> resources = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> authorizations = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    Collector() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/v1/traces", this::take);
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
      var headers = exchange.getRequestHeaders();
      byte[] body =
          "gzip".equals(headers.getFirst("content-encoding"))
              ? new GZIPInputStream(exchange.getRequestBody()).readAllBytes()
              : exchange.getRequestBody().readAllBytes();
      assertEquals("application/x-protobuf", headers.getFirst("content-type"));
      authorizations.add("" + headers.getFirst("authorization"));
      for (var resource : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
        resources.add(resource.getResource().toString());
        resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
      }
      exchange.getResponseHeaders().set("content-type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    }

    Span await(Predicate<Span> wanted) throws InterruptedException {
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (true) {
        for (Span span : spans) {
          if (wanted.test(span)) {
            return span;
          }
        }
        assertTrue(System.nanoTime() < deadline, () -> "expected a span, found " + names());
        Thread.sleep(20);
      }
    }

    List<String> names() {
      return spans.stream().map(Span::getName).toList();
    }

    List<String> children(Span parent) {
      return spans.stream()
          .filter(span -> span.getParentSpanId().equals(parent.getSpanId()))
          .map(Span::getName)
          .toList();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private static String hex(com.google.protobuf.ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private static void document(TestNode node) {
    node.client().put("/v1/collections/c", "{}").require(201);
    node.client()
        .put(
            "/v1/collections/c/documents/a?wait=indexed",
            "{\"text\": \"Breakfast is served from 7 to 10 in the garden room.\"}")
        .require(201);
  }

  private static void ask(TestNode node, String traceparent) {
    node.client()
        .call(
            "POST",
            "/v1/collections/c/answer",
            "application/json",
            "{\"question\": \"When is breakfast served?\"}".getBytes(UTF_8),
            "traceparent",
            traceparent)
        .require(200);
  }

  @Test
  void anAnswerIsOneTraceFromTheCallerThroughItsStagesToTheUpstream() throws Exception {
    try (var collector = new Collector();
        var upstream = new FakeUpstream();
        TestNode node =
            TestNode.start(
                "tracing.endpoint", collector.url(),
                "tracing.share", "0",
                "tracing.authorization", "Bearer collector-secret",
                "upstream.url", upstream.url(),
                "upstream.model", "m")) {
      upstream.says("From 7 to 10 [1].");
      document(node);
      ask(node, "00-" + TRACE + "-" + PARENT + "-00"); // the caller says no
      ask(node, SAMPLED);
      Span request =
          collector.await(span -> span.getName().equals("POST /v1/collections/{c}/answer"));
      assertEquals(TRACE, hex(request.getTraceId()));
      assertEquals(PARENT, hex(request.getParentSpanId()));
      assertEquals(Span.SpanKind.SPAN_KIND_SERVER, request.getKind());
      assertEquals(
          Map.of(
              "ferrule.method", "POST",
              "ferrule.route", "/v1/collections/{c}/answer",
              "ferrule.status", "200"),
          request.getAttributesList().stream()
              .collect(
                  java.util.stream.Collectors.toMap(
                      each -> each.getKey(), each -> each.getValue().getStringValue())));
      collector.await(span -> span.getName().equals("serialize"));
      for (String stage :
          List.of("tokenize", "embed", "search", "load", "choose", "upstream", "generate")) {
        assertTrue(
            collector.children(request).contains(stage), () -> stage + ": " + collector.names());
      }
      for (Span span : collector.spans) {
        assertEquals(TRACE, hex(span.getTraceId()), span.getName());
        assertTrue(span.getStartTimeUnixNano() <= span.getEndTimeUnixNano(), span.getName());
      }
      assertEquals(
          1,
          collector.names().stream().filter(name -> name.startsWith("POST")).count(),
          "the one that the caller did not want is not there");
      assertTrue(collector.resources.peek().contains("ferrule"));
      assertEquals("Bearer collector-secret", collector.authorizations.peek());
      Span call = collector.await(span -> span.getName().equals("upstream"));
      List<JsonNode> seen = upstream.takeRequests();
      assertEquals(
          "00-" + TRACE + "-" + hex(call.getSpanId()) + "-01",
          seen.getLast().path("traceparent").asString(""));
      for (Span span : collector.spans) {
        assertFalse(span.toString().contains("reakfast"), "nothing of the content is in a span");
      }
      assertTrue(node.client().metric("ferrule_tracing_sent_spans_total") >= 8);
      assertEquals(0, node.client().metric("ferrule_tracing_failed_spans_total"));
    }
  }

  @Test
  void eventsAndWebhooksHaveSpans() throws Exception {
    try (var collector = new Collector();
        TestNode node = TestNode.start("tracing.endpoint", collector.url(), "tracing.share", "1")) {
      node.publish(Map.of("main.sml", "Text: str = JsonData(path='$.text')\n"));
      var received = new ArrayList<String>();
      var hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      hook.createContext(
          "/",
          exchange -> {
            synchronized (received) {
              received.add("" + exchange.getRequestHeaders().getFirst("traceparent"));
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
          });
      hook.start();
      try {
        node.client()
            .put(
                "/v1/webhooks/w",
                "{\"url\": \"http://127.0.0.1:%d/\", \"secret\": \"s3cret-s3cret-s3cret\"}"
                    .formatted(hook.getAddress().getPort()))
            .require(201);
        node.client()
            .post("/v1/events", "{\"action_name\": \"post\", \"data\": {\"text\": \"a\"}}")
            .require(200);
        Span event = collector.await(span -> span.getName().equals("POST /v1/events"));
        collector.await(span ->
            span.getName().equals("commit") && span.getParentSpanId().equals(event.getSpanId()));
        assertTrue(collector.children(event).contains("evaluate"), collector.names()::toString);
        Span call = collector.await(span -> span.getName().equals("webhook w"));
        assertEquals(Span.SpanKind.SPAN_KIND_CLIENT, call.getKind());
        synchronized (received) {
          assertTrue(received.getFirst().contains(hex(call.getSpanId())), received::toString);
        }
      } finally {
        hook.stop(0);
      }
    }
  }

  @Test
  void aCollectorThatIsAwayHoldsNothingUpAndIsCounted() throws Exception {
    try (TestNode node =
        TestNode.start("tracing.endpoint", "http://127.0.0.1:1", "tracing.share", "1")) {
      document(node);
      ask(node, SAMPLED);
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (node.client().metric("ferrule_tracing_failed_spans_total") == 0) {
        assertTrue(System.nanoTime() < deadline, "expected failed spans to be counted");
        Thread.sleep(50);
      }
    }
  }
}
