package dev.ferrule.bench;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.declared.DeclaredWorkers;
import dev.ferrule.rules.declared.WorkerFunctions;
import dev.ferrule.server.workers.WorkerCalls;
import dev.ferrule.server.workers.WorkerPool;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What does a call of a Python function cost a rule? A trivial function through two workers over
 * gRPC, many calls at once and then one after the other; each result is checked. The workers are
 * {@code ferrule worker} of the package in {@code python/}, in an environment of the bench's own.
 * Rerun: {@code ./ferrule bench functions}.
 */
@SuppressWarnings("InlineFormatString") // a text of several lines reads better with a name
final class FunctionsBench implements Main.Bench {
  private static final int FORKS = 3;
  private static final int WORKERS = 2;
  private static final int CALLERS = 1_024;
  private static final String SOURCE =
      """
      import ferrule


      @ferrule.function(timeout="20s")
      def Plus(number: int) -> int:
          return number + 1


      @ferrule.function(timeout="20s", batch=BATCH)
      def PlusAll(number: list[int]) -> list[int]:
          return [each + 1 for each in number]
      """;
  private static final String DECLARED =
      """
      functions:
        NAME: {parameters: {number: int}, result: int, timeout: 20s, batch: BATCH}
      """;

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("functions", setup.home());
    Path python = setup.home().resolve("bench/python");
    Peer.setUp(python);
    Path directory = setup.work("functions");
    Files.createDirectories(directory);
    for (int batch : setup.quick() ? new int[] {64} : new int[] {64, 256}) {
      Path source = directory.resolve("functions.py");
      Files.writeString(source, SOURCE.replace("BATCH", Integer.toString(batch)));
      try (var pool = new WorkerPool(CALLERS * 2)) {
        measure(report, setup, pool, python.resolve(".venv/bin/ferrule"), source, batch);
      }
    }
    InProcessCalls.measure(report, setup);
    return report;
  }

  private static void measure(
      Report report, Main.Setup setup, WorkerPool pool, Path ferrule, Path source, int batch)
      throws IOException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .addService(new WorkerCalls(pool, "bench", WorkerCalls.MOST_MESSAGE_BYTES))
            .build()
            .start();
    var processes = new ArrayList<Process>();
    try {
      for (int i = 0; i < WORKERS; i++) {
        processes.add(start(ferrule, source, "127.0.0.1:" + server.getPort()));
      }
      await(pool);
      double seconds = setup.quick() ? 1 : 5;
      for (String name : List.of("Plus", "PlusAll")) {
        Calls calls = calls(pool, name, batch);
        many(calls, seconds); // warm
        var rates = new double[FORKS];
        for (int fork = 0; fork < FORKS; fork++) {
          rates[fork] = many(calls, seconds);
        }
        Arrays.sort(rates);
        Map<String, Object> row = report.row("python, %d workers".formatted(WORKERS));
        row.put("function", name.equals("Plus") ? "of one call" : "of a whole batch");
        row.put("batch", batch);
        row.put("calls at once", CALLERS);
        row.put("calls/s", Math.round(rates[FORKS / 2]));
        row.put("of forks", Arrays.stream(rates).mapToObj(Math::round).toList().toString());
      }
      long[] nanos = one(calls(pool, "Plus", batch), setup.quick() ? 2_000 : 20_000);
      Map<String, Object> row = report.row("python, %d workers".formatted(WORKERS));
      row.put("function", "of one call");
      row.put("batch", batch);
      row.put("calls at once", 1);
      row.put("calls/s", Math.round(nanos.length * 1e9 / Arrays.stream(nanos).sum()));
      Arrays.sort(nanos);
      row.put("p50 ms", Report.round(nanos[nanos.length / 2] / 1e6));
      row.put("p99 ms", Report.round(nanos[nanos.length * 99 / 100] / 1e6));
    } finally {
      processes.forEach(Process::destroyForcibly);
      server.shutdownNow();
    }
  }

  private static Process start(Path ferrule, Path source, String target) throws IOException {
    var words = List.of(ferrule.toString(), "worker", source.toString(), "--node", target);
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(source.resolveSibling("worker.log").toFile())
        .start();
  }

  private static void await(WorkerPool pool) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (pool.workers().size() < WORKERS) {
      if (System.nanoTime() > deadline) {
        throw new FerruleException(
            ErrorCode.FUNCTIONS_UNAVAILABLE,
            "expected %d workers within 60 s, found %d; install python/ or set WORKER_COMMAND"
                .formatted(WORKERS, pool.workers().size()));
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static Calls calls(WorkerPool pool, String name, int batch) {
    var declared =
        DeclaredWorkers.parse(
                DECLARED.replace("NAME", name).replace("BATCH", Integer.toString(batch)))
            .functions()
            .getFirst();
    var function = new WorkerFunctions.Versioned(declared, null);
    return number -> pool.call(function, new @Nullable Object[] {number});
  }

  /** Calls one function. */
  private interface Calls {
    @Nullable Object of(long number);
  }

  private static void call(Calls calls, long number) {
    Object result = calls.of(number);
    if (!Long.valueOf(number + 1).equals(result)) {
      throw new FerruleException(
          ErrorCode.INTERNAL, "expected %d, found %s".formatted(number + 1, result));
    }
  }

  private static double many(Calls calls, double seconds) {
    var done = new LongAdder();
    long started = System.nanoTime();
    long until = started + (long) (seconds * 1e9);
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < CALLERS; i++) {
      long first = (long) i << 32;
      threads.add(
          Thread.startVirtualThread(() -> {
            for (long number = first; System.nanoTime() < until; number++) {
              call(calls, number);
              done.increment();
            }
          }));
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return done.sum() * 1e9 / (System.nanoTime() - started);
  }

  private static long[] one(Calls calls, int count) {
    var nanos = new long[count];
    for (int i = -count / 4; i < count; i++) {
      long started = System.nanoTime();
      call(calls, i);
      if (i >= 0) {
        nanos[i] = System.nanoTime() - started;
      }
    }
    return nanos;
  }
}
