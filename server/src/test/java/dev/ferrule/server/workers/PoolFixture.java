package dev.ferrule.server.workers;

import dev.ferrule.rules.declared.DeclaredWorkers;
import dev.ferrule.rules.declared.WorkerFunctions;
import dev.ferrule.rules.values.Failure;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A pool behind a real server on a free port. Confined. */
final class PoolFixture implements AutoCloseable {
  static final String V1 = "0123456789abcdef";
  static final String V2 = "fedcba9876543210";
  private static final Executor THREADS = Thread::startVirtualThread;

  final WorkerPool pool;
  final String target;
  private final Server server;
  private final List<TestWorker> workers = new ArrayList<>();

  PoolFixture(int mostWaiting) {
    pool = new WorkerPool(mostWaiting);
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .maxInboundMessageSize((int) WorkerCalls.MOST_MESSAGE_BYTES)
              .directExecutor()
              .addService(new WorkerCalls(pool, "test", WorkerCalls.MOST_MESSAGE_BYTES))
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    target = "127.0.0.1:" + server.getPort();
  }

  static WorkerFunctions.Versioned size(@Nullable String version, String timeout) {
    var declared =
        DeclaredWorkers.parse(
            "functions: {Size: {parameters: {text: str}, result: float, timeout: %s}}"
                .formatted(timeout));
    return new WorkerFunctions.Versioned(declared.functions().getFirst(), version);
  }

  TestWorker join(String version, TestWorker.Work work) {
    var worker = TestWorker.join(target, version, work);
    workers.add(worker);
    return worker;
  }

  TestWorker raw(dev.ferrule.proto.v1.Hello hello, TestWorker.Work work) {
    var worker = new TestWorker(target, null, hello, work);
    workers.add(worker);
    return worker;
  }

  /** Calls a function on a thread of its own. */
  CompletableFuture<@Nullable Object> call(WorkerFunctions.Versioned function, String text) {
    return CompletableFuture.supplyAsync(() -> callNow(function, text), THREADS);
  }

  @Nullable Object callNow(WorkerFunctions.Versioned function, String text) {
    return pool.call(function, new @Nullable Object[] {text});
  }

  static Failure failure(@Nullable Object outcome) {
    if (outcome instanceof Failure failure) {
      return failure;
    }
    throw new AssertionError("expected a failure, found " + outcome);
  }

  WorkerReport.OfFunction report() {
    return pool.functions().getFirst();
  }

  @Override
  public void close() {
    pool.close();
    workers.forEach(TestWorker::close);
    server.shutdownNow();
  }
}
