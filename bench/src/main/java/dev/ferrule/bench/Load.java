package dev.ferrule.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends prepared requests over kept connections: as fast as they are answered (closed loop), or at
 * a constant rate whatever happens (open loop), where latency counts from the moment a request was
 * meant to be sent, so that a server that stalls cannot hide it.
 */
final class Load {
  /**
   * What came of a run.
   *
   * @param answered with success
   * @param failed otherwise
   * @param perSecond successes a second
   * @param p50Millis median latency
   * @param p99Millis 99th percentile
   */
  record Result(int answered, int failed, double perSecond, double p50Millis, double p99Millis) {}

  private final URI server;
  private final List<byte[]> requests;
  private final AtomicInteger next = new AtomicInteger();

  Load(String url, List<byte[]> requests) {
    this.server = URI.create(url);
    this.requests = requests;
  }

  /** {@code connections} callers, each asking again once it is answered. */
  Result closed(int connections, double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    return run(
        connections,
        seconds,
        sample -> {
          while (System.nanoTime() < end) {
            sample.send(System.nanoTime());
          }
        });
  }

  /** {@code rate} requests a second, over as many connections as it takes, up to a limit. */
  Result open(double rate, double seconds, int connections) {
    long start = System.nanoTime() + 50_000_000;
    int total = (int) (rate * seconds);
    var due = new ArrayBlockingQueue<Long>(total + connections);
    Thread clock =
        Thread.ofPlatform()
            .daemon(true)
            .start(() -> {
              for (int i = 0; i < total; i++) {
                long intended = start + (long) (i / rate * 1e9);
                while (System.nanoTime() < intended) {
                  LockSupport.parkNanos(intended - System.nanoTime());
                }
                due.add(intended);
              }
              for (int i = 0; i < connections; i++) {
                due.add(-1L);
              }
            });
    Result result =
        run(
            connections,
            seconds,
            sample -> {
              try {
                for (Long at = due.take(); at >= 0; at = due.take()) {
                  sample.send(at);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    clock.interrupt();
    return result;
  }

  private interface Caller {
    void call(Sample sample);
  }

  private Result run(int connections, double seconds, Caller caller) {
    var samples = new Sample[connections];
    var threads = new Thread[connections];
    for (int i = 0; i < connections; i++) {
      samples[i] = new Sample();
      Sample sample = samples[i];
      threads[i] = Thread.ofPlatform().start(() -> caller.call(sample));
    }
    for (Thread thread : threads) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis((long) seconds + 120));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    int answered = Arrays.stream(samples).mapToInt(s -> s.answered).sum();
    var all = new double[answered];
    int at = 0;
    int failed = 0;
    for (Sample sample : samples) {
      System.arraycopy(sample.millis, 0, all, at, sample.answered);
      at += sample.answered;
      failed += sample.failed;
      sample.close();
    }
    Arrays.sort(all);
    return new Result(
        answered, failed, answered / seconds, percentile(all, 0.50), percentile(all, 0.99));
  }

  private static double percentile(double[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
  }

  /** One connection and its measurements. Confined to its thread. */
  private final class Sample {
    private double[] millis = new double[4_096];
    private int answered;
    private int failed;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();

    void send(long intendedNanos) {
      byte[] request = requests.get(Math.floorMod(next.getAndIncrement(), requests.size()));
      try {
        if (!socket.isConnected() || socket.isClosed()) {
          socket = new Socket(server.getHost(), server.getPort());
          socket.setTcpNoDelay(true);
          socket.setSoTimeout(60_000);
          in = new BufferedInputStream(socket.getInputStream(), 65_536);
        }
        socket.getOutputStream().write(request);
        if (!readResponse()) {
          failed++;
          return;
        }
      } catch (IOException e) {
        failed++;
        close();
        return;
      }
      if (answered == millis.length) {
        millis = Arrays.copyOf(millis, 2 * answered);
      }
      millis[answered++] = (System.nanoTime() - intendedNanos) / 1e6;
    }

    /** Reads one response with a content length; whether it is a success. */
    private boolean readResponse() throws IOException {
      String status = line();
      int length = 0;
      for (String line = line(); !line.isEmpty(); line = line()) {
        if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
          length = Integer.parseInt(line.substring(15).strip());
        }
      }
      in.skipNBytes(length);
      return status.contains(" 200 ");
    }

    private String line() throws IOException {
      var line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("the connection ended");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
