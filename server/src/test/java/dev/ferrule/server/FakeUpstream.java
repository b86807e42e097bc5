package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ferrule.server.http.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A small OpenAI-compatible server that answers as a test tells it to. Thread-safe. */
final class FakeUpstream implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<JsonNode> requests = new ConcurrentLinkedQueue<>();
  private volatile Behaviour behaviour = out -> {};
  private volatile int status = 200;

  /** Writes a response's body. */
  interface Behaviour {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  FakeUpstream() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(workers);
    server.createContext("/v1/chat/completions", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  private void handle(HttpExchange exchange) throws IOException {
    ObjectNode seen = Json.object();
    seen.set("body", Json.parse(exchange.getRequestBody().readAllBytes()));
    seen.put("authorization", exchange.getRequestHeaders().getFirst("authorization"));
    seen.put("traceparent", exchange.getRequestHeaders().getFirst("traceparent"));
    requests.add(seen);
    exchange.getResponseHeaders().set("content-type", "text/event-stream");
    exchange.sendResponseHeaders(status, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      behaviour.write(out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the node sent, oldest first; forgotten thereby. */
  List<JsonNode> takeRequests() {
    var taken = List.copyOf(requests);
    requests.clear();
    return taken;
  }

  void answers(int nextStatus, Behaviour next) {
    status = nextStatus;
    behaviour = next;
  }

  /** Streams each piece as OpenAI does, then the end. */
  void says(String... pieces) {
    answers(
        200,
        out -> {
          send(out, "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n");
          for (String piece : pieces) {
            send(out, chunk(piece));
          }
          send(out, ": a comment\n\ndata: {\"choices\":[],\"usage\":{}}\n\ndata: [DONE]\n\n");
        });
  }

  static String chunk(String piece) {
    ObjectNode event = Json.object();
    event.putArray("choices").addObject().putObject("delta").put("content", piece);
    return "data: " + Json.text(event) + "\n\n";
  }

  static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
