package dev.ferrule.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends the lines of a file as POST requests from two threads over kept connections, at a constant
 * rate (open loop, latency counted from the moment a request was meant to be sent) or as fast as
 * they are answered, and prints one JSON object with what came of it.
 *
 * <p>Arguments: URL, file, requests a second (0: as fast as answered), seconds, connections, lines
 * in a request, seconds that a connection rests after an answer (exponential, this on average).
 */
public final class LoadProcess {
  private static final int REFUSED = 429;
  private static final long GRACE_NANOS = 10_000_000_000L;

  /** Sent before what is measured, while this process itself is cold. */
  private static final double WARM_UP_SECONDS = 3;

  private final InetSocketAddress server;
  private final List<byte[]> requests;
  private final double perSecond;
  private final double seconds;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final DelayQueue<Connection> idle = new DelayQueue<>();
  private final double thinkSeconds;
  private final Random random = new Random(1);
  private final Map<Integer, Long> statuses = new TreeMap<>();
  private long[] micros = new long[1 << 16];
  private int answered;
  private long[] refusedMicros = new long[1 << 10];
  private int refused;
  private long withoutRetryAfter;
  private volatile int sent;
  private volatile boolean sending = true;
  private volatile long countedFrom;
  private volatile int sentBefore;
  private long broken;
  private String firstFailure = "";

  private LoadProcess(
      URI url, List<byte[]> requests, double perSecond, double seconds, double thinkSeconds) {
    this.server = new InetSocketAddress(url.getHost(), url.getPort());
    this.requests = requests;
    this.perSecond = perSecond;
    this.seconds = seconds;
    this.thinkSeconds = thinkSeconds;
  }

  public static void main(String[] arguments) throws IOException {
    URI url = URI.create(arguments[0]);
    int lines = Integer.parseInt(arguments[5]);
    var requests = requests(url, Path.of(arguments[1]), lines);
    var load =
        new LoadProcess(
            url,
            requests,
            Double.parseDouble(arguments[2]),
            Double.parseDouble(arguments[3]),
            Double.parseDouble(arguments[6]));
    System.out.println(load.run(Integer.parseInt(arguments[4]), lines));
  }

  private static List<byte[]> requests(URI url, Path file, int lines) throws IOException {
    List<String> all = Files.readAllLines(file);
    var requests = new ArrayList<byte[]>();
    for (int from = 0; from + lines <= all.size(); from += lines) {
      String body = String.join("\n", all.subList(from, from + lines));
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      String head =
          "POST %s HTTP/1.1\r\nhost: %s\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n"
              .formatted(
                  url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()),
                  url.getRawAuthority(),
                  lines > 1 ? "application/x-ndjson" : "application/json",
                  bytes.length);
      byte[] start = head.getBytes(StandardCharsets.US_ASCII);
      byte[] whole = Arrays.copyOf(start, start.length + bytes.length);
      System.arraycopy(bytes, 0, whole, start.length, bytes.length);
      requests.add(whole);
    }
    return requests;
  }

  private String run(int count, int lines) throws IOException {
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < count; i++) {
        var connection = new Connection(server, selector);
        rest(connection);
        connections.add(connection);
      }
      idle.addAll(connections);
      long start = System.nanoTime();
      countedFrom = start + (long) (WARM_UP_SECONDS * 1e9);
      long end = countedFrom + (long) (seconds * 1e9);
      Thread.ofPlatform().name("sender").daemon(true).start(() -> send(start, end));
      while (sending
          || (idle.size() < connections.size() && System.nanoTime() < end + GRACE_NANOS)) {
        receive(selector);
      }
      double took = (System.nanoTime() - countedFrom) / 1e9;
      return report(Math.max(seconds, perSecond > 0 ? seconds : took), lines);
    }
  }

  /** A thread of its own, so that it can sleep to the microsecond between two requests. */
  private void send(long start, long end) {
    try {
      int next = 0;
      while (System.nanoTime() < end) {
        long intended = perSecond > 0 ? start + (long) (next / perSecond * 1e9) : System.nanoTime();
        if (intended >= end) {
          break;
        }
        for (long left = intended - System.nanoTime();
            left > 0;
            left = intended - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        Connection connection = idle.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (connection != null) {
          long from = perSecond > 0 ? intended : System.nanoTime();
          connection.send(requests.get(next++ % requests.size()), from);
          if (from < countedFrom) {
            sentBefore = next;
          }
          sent = next;
        }
      }
    } catch (IOException e) {
      broken++;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sending = false;
    }
  }

  private void receive(Selector selector) throws IOException {
    selector.select(20);
    for (SelectionKey key : selector.selectedKeys()) {
      var connection = (Connection) key.attachment();
      try {
        if (key.isWritable()) {
          connection.write();
        }
        int status = key.isReadable() ? connection.read() : 0;
        if (status > 0) {
          done(connection, status);
        }
      } catch (IOException e) {
        broken++;
        connection.close();
        connections.remove(connection);
      }
    }
    selector.selectedKeys().clear();
  }

  private void done(Connection connection, int status) {
    count(connection, status);
    rest(connection);
    idle.add(connection); // behind the others, so that none is idle for long
  }

  private void rest(Connection connection) {
    double seconds = thinkSeconds == 0 ? 0 : -thinkSeconds * Math.log(1 - random.nextDouble());
    connection.readyNanos = System.nanoTime() + (long) (seconds * 1e9);
  }

  private void count(Connection connection, int status) {
    if (status >= 300 && firstFailure.isEmpty()) {
      firstFailure = connection.response();
    }
    if (connection.intendedNanos < countedFrom) {
      return;
    }
    statuses.merge(status, 1L, Long::sum);
    if (status == REFUSED) {
      if (refused == refusedMicros.length) {
        refusedMicros = Arrays.copyOf(refusedMicros, 2 * refused);
      }
      refusedMicros[refused++] = (System.nanoTime() - connection.intendedNanos) / 1_000;
      withoutRetryAfter += connection.response().contains("\r\nretry-after: ") ? 0 : 1;
    }
    if (answered == micros.length) {
      micros = Arrays.copyOf(micros, 2 * answered);
    }
    micros[answered++] = (System.nanoTime() - connection.intendedNanos) / 1_000;
  }

  private String report(double took, int lines) {
    Arrays.sort(micros, 0, answered);
    Arrays.sort(refusedMicros, 0, refused);
    if (!firstFailure.isEmpty()) {
      System.err.println("first failure: " + firstFailure);
    }
    long good = statuses.getOrDefault(200, 0L) + statuses.getOrDefault(202, 0L);
    return String.format(
        Locale.ROOT,
        "{\"events_per_second\": %.1f, \"good\": %d, \"failed\": %d, \"unsent\": %d, \"p50_ms\":"
            + " %.3f, \"p90_ms\": %.3f, \"p99_ms\": %.3f, \"p999_ms\": %.3f, \"max_ms\": %.3f,"
            + " \"refused\": %d, \"without_retry_after\": %d, \"refused_p50_ms\": %.3f,"
            + " \"refused_p99_ms\": %.3f}",
        good * lines / took,
        good * lines,
        (sent - sentBefore - good) * lines + broken,
        perSecond > 0 ? Math.max(0, (long) (perSecond * seconds) - (sent - sentBefore)) : 0,
        millis(0.5),
        millis(0.9),
        millis(0.99),
        millis(0.999),
        millis(1),
        refused * lines,
        withoutRetryAfter,
        millis(refusedMicros, refused, 0.5),
        millis(refusedMicros, refused, 0.99));
  }

  private double millis(double share) {
    return millis(micros, answered, share);
  }

  private static double millis(long[] sorted, int count, double share) {
    return count == 0 ? 0 : sorted[Math.min(count - 1, (int) (share * count))] / 1e3;
  }
}
