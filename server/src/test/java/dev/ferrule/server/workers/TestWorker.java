package dev.ferrule.server.workers;

import dev.ferrule.proto.v1.Batch;
import dev.ferrule.proto.v1.CallFailure;
import dev.ferrule.proto.v1.Column;
import dev.ferrule.proto.v1.Drain;
import dev.ferrule.proto.v1.Floats;
import dev.ferrule.proto.v1.FromWorker;
import dev.ferrule.proto.v1.Hello;
import dev.ferrule.proto.v1.Pong;
import dev.ferrule.proto.v1.Results;
import dev.ferrule.proto.v1.ToWorker;
import dev.ferrule.proto.v1.Welcome;
import dev.ferrule.proto.v1.WorkerFunction;
import dev.ferrule.proto.v1.WorkerParameter;
import dev.ferrule.proto.v1.WorkerServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A worker in Java that speaks the real protocol. It has {@code Size(text: str) -> float}, the
 * length of a text, unless it is told otherwise. Thread-safe.
 */
public final class TestWorker implements StreamObserver<ToWorker>, AutoCloseable {
  final AtomicInteger batches = new AtomicInteger();
  final AtomicInteger calls = new AtomicInteger();
  final CompletableFuture<Welcome> welcome = new CompletableFuture<>();
  final CompletableFuture<Status> ended = new CompletableFuture<>();
  private final ManagedChannel channel;
  private final Work work;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final StreamObserver<FromWorker> out;
  private boolean closed;

  /** What it does with a batch; not on the thread that reads. */
  interface Work {
    void on(TestWorker worker, Batch batch) throws InterruptedException;
  }

  TestWorker(String target, @Nullable String key, Hello hello, Work work) {
    this.work = work;
    this.channel = NettyChannelBuilder.forTarget(target).usePlaintext().build();
    var headers = new Metadata();
    if (key != null) {
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
    }
    this.out =
        WorkerServiceGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .join(this);
    send(FromWorker.newBuilder().setHello(hello).build());
  }

  /** Joins as it is, and waits until it may. */
  static TestWorker join(String target, String version, Work work) {
    var worker = new TestWorker(target, null, hello(version).build(), work);
    worker.welcome.orTimeout(20, TimeUnit.SECONDS).join();
    return worker;
  }

  static Hello.Builder hello(String version) {
    return Hello.newBuilder()
        .setProtocol(1)
        .setName("test")
        .setLanguage("java")
        .setProcessId(ProcessHandle.current().pid())
        .setConcurrency(1)
        .addFunctions(size(version));
  }

  static WorkerFunction.Builder size(String version) {
    return WorkerFunction.newBuilder()
        .setName("Size")
        .setVersion(version)
        .addParameters(WorkerParameter.newBuilder().setName("text").setType("str"))
        .setResult("float");
  }

  /** Answers each call with the length of its text; one that says "raise" with a failure. */
  static void answer(TestWorker worker, Batch batch) {
    answer(worker, batch, 0, batch.getCalls());
  }

  static void answer(TestWorker worker, Batch batch, int from, int to) {
    var texts = batch.getArguments(0).getTexts().getValuesList();
    var floats = Floats.newBuilder();
    var results = Results.newBuilder().setBatch(batch.getId()).setFirst(from).setCount(to - from);
    for (int i = from; i < to; i++) {
      floats.addValues(texts.get(i).length());
      if (texts.get(i).equals("raise")) {
        results.addFailures(
            CallFailure.newBuilder()
                .setCall(i)
                .setType("ValueError")
                .setMessage("bad text")
                .setTraceback("line 1\nline 2"));
      }
    }
    worker.send(results.setValues(Column.newBuilder().setFloats(floats)).build());
  }

  void send(Results results) {
    send(FromWorker.newBuilder().setResults(results).build());
  }

  synchronized void send(FromWorker message) {
    if (!closed) {
      out.onNext(message);
    }
  }

  static List<String> texts(Batch batch) {
    return List.copyOf(batch.getArguments(0).getTexts().getValuesList());
  }

  @Override
  public void onNext(ToWorker message) {
    switch (message.getMessageCase()) {
      case WELCOME -> welcome.complete(message.getWelcome());
      case BATCH -> {
        batches.incrementAndGet();
        calls.addAndGet(message.getBatch().getCalls());
        thread.execute(() -> {
          try {
            work.on(this, message.getBatch());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
      }
      case PING ->
          send(
              FromWorker.newBuilder()
                  .setPong(Pong.newBuilder().setId(message.getPing().getId()))
                  .build());
      case DRAIN -> thread.execute(this::finish);
      case CANCEL, MESSAGE_NOT_SET -> {}
    }
  }

  /** Asks to leave. */
  void drain() {
    send(FromWorker.newBuilder().setDrain(Drain.getDefaultInstance()).build());
  }

  synchronized void finish() {
    if (!closed) {
      closed = true;
      out.onCompleted();
    }
  }

  @Override
  public void onError(Throwable failure) {
    welcome.completeExceptionally(failure);
    ended.complete(Status.fromThrowable(failure));
  }

  @Override
  public void onCompleted() {
    ended.complete(Status.OK);
  }

  Status end() {
    return ended.orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Dies without a word. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    channel.shutdownNow();
    thread.shutdownNow();
  }
}
