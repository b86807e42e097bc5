package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that do not read, do not send, send a byte at a time or go away: each costs the node
 * little, is given up in time, and others are served meanwhile.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowClientsIT {
  private static final long MOST_RESIDENT_MIB = 1_000;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  @TempDir private static Path directory = Path.of("unset");
  private ChildNode node;
  private TestClient client;

  @BeforeAll
  void start() throws Exception {
    node =
        new ChildNode(
            directory,
            "--set",
            "server.request_timeout=2s",
            "--set",
            "server.idle_timeout=3s",
            "--set",
            "limits.requests=64");
    client = node.client();
    AnswerIT.fill(client);
  }

  @AfterAll
  void stop() {
    node.close();
  }

  private SocketChannel connect() throws IOException {
    URI uri = URI.create(client.url());
    SocketChannel channel = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
    channel.configureBlocking(false);
    return channel;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, what);
      Thread.sleep(50);
    }
  }

  /** Whether the node closed it; what came before that is read. */
  private static boolean isClosed(SocketChannel channel) {
    try {
      var sink = ByteBuffer.allocate(65_536);
      int read = channel.read(sink);
      while (read > 0) {
        read = channel.read(sink.clear());
      }
      return read < 0;
    } catch (IOException e) {
      return true;
    }
  }

  private static void closeAll(List<SocketChannel> channels) throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }

  private void requireUnharmed() throws Exception {
    client.get("/readyz").require(200);
    await("requests are counted", () -> client.metric("ferrule_http_requests_in_progress") <= 1);
    await("bodies are held", () -> client.metric("ferrule_http_buffered_bytes") == 0);
    long resident = node.peakResidentMib();
    System.out.println("SlowClientsIT: most resident MiB " + resident);
    assertTrue(resident < MOST_RESIDENT_MIB, () -> "resident MiB: " + resident);
  }

  /** Of 30 x 2,000 responses of a hundred kilobytes, none is read. */
  @Test
  void responsesThatAreNotReadDoNotFillMemory() throws Exception {
    String get = "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
    var channels = new ArrayList<SocketChannel>();
    try {
      for (int i = 0; i < 30; i++) {
        SocketChannel channel = connect();
        channels.add(channel);
        ByteBuffer requests = bytes(get.repeat(2_000));
        for (int idle = 0; requests.hasRemaining() && idle < 10; idle++) {
          if (channel.write(requests) > 0) {
            idle = 0;
          } else {
            Thread.sleep(5);
          }
        }
        client.get("/healthz").require(200);
      }
      requireUnharmed();
      await("they are still open", () -> client.metric("ferrule_http_connections") < 10);
    } finally {
      closeAll(channels);
    }
  }

  /** Heads that never end, and connections on which nothing comes. */
  private static void trickle(List<SocketChannel> channels, String text) {
    for (SocketChannel channel : channels) {
      try {
        channel.write(bytes(text));
      } catch (IOException e) {
        // closed
      }
    }
  }

  @Test
  void headsThatTrickleAndSilentConnectionsAreClosed() throws Exception {
    var channels = new ArrayList<SocketChannel>();
    try {
      for (int i = 0; i < 100; i++) {
        channels.add(connect());
      }
      List<SocketChannel> trickling = channels.subList(0, 50);
      for (SocketChannel channel : trickling) {
        channel.write(bytes("POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nX: "));
      }
      await(
          "slow heads or silent connections are open",
          () -> {
            trickle(trickling, "x");
            return channels.stream().allMatch(SlowClientsIT::isClosed);
          });
      requireUnharmed();
    } finally {
      closeAll(channels);
    }
  }

  @Test
  void bodiesThatTrickleAreGivenUp() throws Exception {
    var channels = new ArrayList<SocketChannel>();
    try {
      for (int i = 0; i < 30; i++) {
        SocketChannel channel = connect();
        channels.add(channel);
        channel.write(
            bytes(
                "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"));
      }
      await(
          "slow bodies are waited for",
          () -> {
            trickle(channels, " ");
            return channels.stream().allMatch(SlowClientsIT::isClosed);
          });
      requireUnharmed();
    } finally {
      closeAll(channels);
    }
  }

  @Test
  void thousandsOfIdleConnectionsCostLittle() throws Exception {
    var channels = new ArrayList<SocketChannel>();
    long before = node.residentMib();
    try {
      for (int i = 0; i < 2_000; i++) {
        SocketChannel channel = connect();
        channels.add(channel);
        channel.write(bytes("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"));
      }
      await("others are refused", () -> client.get("/v1/collections").status() == 200);
      long cost = node.residentMib() - before;
      System.out.println("SlowClientsIT: 2,000 connections cost MiB " + cost);
      assertTrue(cost < 200, () -> "MiB: " + cost);
      await("idle connections are open", () -> channels.stream().allMatch(SlowClientsIT::isClosed));
      requireUnharmed();
    } finally {
      closeAll(channels);
    }
  }

  @Test
  void clientsThatVanishLeaveNothingBehind() throws Exception {
    URI uri = URI.create(client.url());
    var requests =
        List.of(
            "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{",
            "GET /v1/events/stream HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /v1/collections/a/answer HTTP/1.1\r\nHost: localhost\r\nContent-Length: 62\r\n\r\n"
                + "{\"question\": \"When is breakfast served today?\", \"stream\": true}",
            "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /v1/collections/a/documents HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id");
    for (int i = 0; i < 200; i++) {
      try (var socket = new Socket(uri.getHost(), uri.getPort())) {
        socket.setSoLinger(true, 0); // closed by a reset
        socket.getOutputStream().write(requests.get(i % requests.size()).getBytes(ISO_8859_1));
        if (i % 2 == 0) {
          Thread.sleep(2);
        }
      }
    }
    requireUnharmed();
    await("connections are counted", () -> client.metric("ferrule_http_connections") < 10);
  }
}
