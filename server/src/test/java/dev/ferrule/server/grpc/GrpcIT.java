package dev.ferrule.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ferrule.model.FerruleException;
import dev.ferrule.proto.v1.EvaluateRequest;
import dev.ferrule.proto.v1.EvaluateStreamResponse;
import dev.ferrule.proto.v1.Event;
import dev.ferrule.proto.v1.EventServiceGrpc;
import dev.ferrule.proto.v1.GetResultRequest;
import dev.ferrule.proto.v1.SubmitRequest;
import dev.ferrule.server.auth.Role;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.tracing.Tracing;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrpcIT {
  private static final int PATIENCE_SECONDS = 20;

  @TempDir private Path directory = Path.of("unset");

  private GrpcFixture server(String... settings) {
    var flags = new java.util.HashMap<String, String>();
    for (int i = 0; i < settings.length; i += 2) {
      flags.put(settings[i], settings[i + 1]);
    }
    return new GrpcFixture(directory, Map.copyOf(flags));
  }

  private static EvaluateRequest request(long id, String user, String text) {
    String data = "{\"user\":\"%s\",\"text\":\"%s\"}".formatted(user, text);
    return EvaluateRequest.newBuilder()
        .setEvent(
            Event.newBuilder()
                .setActionId(id)
                .setActionName("said")
                .setData(ByteString.copyFromUtf8(data)))
        .build();
  }

  private static StatusRuntimeException failure(Runnable call) {
    return assertThrows(StatusRuntimeException.class, call::run);
  }

  private static void requireFailure(Status.Code status, String code, Runnable call) {
    var thrown = failure(call);
    assertEquals(status, thrown.getStatus().getCode(), thrown.toString());
    var trailers = thrown.getTrailers();
    assertTrue(trailers != null);
    assertEquals(code, trailers.get(Failures.CODE));
  }

  @Test
  void evaluatesWithTypedEffectsAndKeepsTheResult() {
    try (var server = server().with(GrpcFixture.RULES)) {
      var stub = EventServiceGrpc.newBlockingStub(server.channel);
      var first = stub.evaluate(request(7, "u1", "LOUD").toBuilder().setWithFeatures(true).build());
      assertEquals(7, first.getId());
      assertEquals(64, first.getRelease().length());
      assertEquals(List.of("hush"), first.getVerdictsList());
      assertEquals(List.of("Loud"), first.getRulesList());
      assertEquals(2, first.getEffectsCount());
      assertEquals("hush", first.getEffects(0).getVerdict());
      assertEquals("User/u1", first.getEffects(1).getLabel().getEntity());
      assertEquals("loud", first.getEffects(1).getLabel().getLabel());
      assertEquals("added", first.getEffects(1).getLabel().getStatus());
      assertFalse(first.getEffects(1).getLabel().hasExpiresAfterS());
      assertEquals(List.of("Loud"), first.getEffects(1).getRulesList());
      assertTrue(first.getFeatures().toStringUtf8().contains("\"Text\":\"LOUD\""));
      assertFalse(first.getDuplicate());

      var again = stub.evaluate(request(7, "u1", "other"));
      assertTrue(again.getDuplicate());
      assertEquals(List.of("hush"), again.getVerdictsList());
      assertTrue(again.getFeatures().isEmpty());

      var made = stub.evaluate(request(0, "u1", "quiet"));
      assertNotEquals(0, made.getId());
      assertEquals(List.of("Again"), made.getRulesList());

      var kept = stub.getResult(GetResultRequest.newBuilder().setId(7).build());
      assertEquals(first, kept.getEvaluation());
      assertEquals("{\"user\":\"u1\",\"text\":\"LOUD\"}", kept.getData().toStringUtf8());
      assertEquals(List.of("User/u1"), kept.getEntitiesList());
      assertTrue(kept.hasReceivedAt());
    }
  }

  @Test
  void submittedEventsAreEvaluatedLater() throws Exception {
    try (var server = server().with(GrpcFixture.RULES)) {
      var stub = EventServiceGrpc.newBlockingStub(server.channel);
      var event = request(77, "u1", "LOUD").getEvent();
      assertEquals(77, stub.submit(SubmitRequest.newBuilder().setEvent(event).build()).getId());
      var get = GetResultRequest.newBuilder().setId(77).build();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (true) {
        try {
          assertEquals(List.of("hush"), stub.getResult(get).getEvaluation().getVerdictsList());
          break;
        } catch (StatusRuntimeException e) {
          assertEquals(Status.Code.NOT_FOUND, e.getStatus().getCode());
          assertTrue(System.nanoTime() < deadline, "not evaluated in time");
          TimeUnit.MILLISECONDS.sleep(5);
        }
      }
      requireFailure(
          Status.Code.INVALID_ARGUMENT,
          "event.invalid",
          () -> stub.submit(SubmitRequest.getDefaultInstance()));
    }
  }

  @Test
  void failuresAreStatusesByBlameWithTheStableCode() {
    try (var server = server()) {
      var stub = EventServiceGrpc.newBlockingStub(server.channel);
      requireFailure(
          Status.Code.FAILED_PRECONDITION,
          "release.none",
          () -> stub.evaluate(request(1, "u", "x")));
      server.run(GrpcFixture.RULES);
      requireFailure(
          Status.Code.INVALID_ARGUMENT,
          "event.invalid",
          () -> stub.evaluate(EvaluateRequest.getDefaultInstance()));
      for (String data : List.of("", "[1]", "1", "{", "{\"a\":}", "{} x", "\u0000")) {
        var wrong =
            EvaluateRequest.newBuilder()
                .setEvent(
                    Event.newBuilder().setActionName("a").setData(ByteString.copyFromUtf8(data)))
                .build();
        requireFailure(Status.Code.INVALID_ARGUMENT, "event.invalid", () -> stub.evaluate(wrong));
      }
      requireFailure(
          Status.Code.NOT_FOUND,
          "event.not-found",
          () -> stub.getResult(GetResultRequest.newBuilder().setId(404).build()));
    }
  }

  @Test
  void dataThatNoRuleReadsIsCheckedToo() {
    try (var server = server("events.entity_path", "").with("A = GetActionName()\n")) {
      var stub = EventServiceGrpc.newBlockingStub(server.channel);
      var wrong = Event.newBuilder().setActionName("a").setData(ByteString.copyFromUtf8("{oops"));
      requireFailure(
          Status.Code.INVALID_ARGUMENT,
          "event.invalid",
          () -> stub.evaluate(EvaluateRequest.newBuilder().setEvent(wrong).build()));
    }
  }

  @Test
  void everyErrorCodeHasAStatusOfItsBlame() {
    for (var code : dev.ferrule.model.ErrorCode.values()) {
      var status = Failures.status(code).getCode();
      switch (code.blame()) {
        case SYSTEM -> assertEquals(Status.Code.INTERNAL, status, code.id());
        case RETRY ->
            assertTrue(
                List.of(Status.Code.UNAVAILABLE, Status.Code.RESOURCE_EXHAUSTED).contains(status),
                code.id());
        case CALLER ->
            assertFalse(
                List.of(
                        Status.Code.INTERNAL,
                        Status.Code.UNAVAILABLE,
                        Status.Code.RESOURCE_EXHAUSTED,
                        Status.Code.UNKNOWN)
                    .contains(status),
                code.id());
      }
      assertEquals(
          code.blame() == dev.ferrule.model.Blame.RETRY,
          Failures.trailers(code).containsKey(Failures.PUSHBACK_MILLIS),
          code.id());
    }
  }

  @Test
  void keysAndRolesHoldAsForHttp() {
    try (var server = server().with(GrpcFixture.RULES)) {
      var open = EventServiceGrpc.newBlockingStub(server.channel);
      open.evaluate(request(1, "u", "x"));
      for (String name : List.of("evil.example", "localhost.evil.example")) {
        var stranger = server.channel(name);
        requireFailure(
            Status.Code.PERMISSION_DENIED,
            "auth.forbidden",
            () -> EventServiceGrpc.newBlockingStub(stranger).evaluate(request(2, "u", "x")));
        stranger.shutdownNow();
      }
      requireFailure(
          Status.Code.PERMISSION_DENIED,
          "auth.forbidden",
          () ->
              open.withInterceptors(header("origin", "http://evil")).evaluate(request(2, "", "")));

      server.keys.create("admin", Role.ADMIN);
      String reader = server.keys.create("reader", Role.READ).secret();
      String writer = server.keys.create("writer", Role.WRITE).secret();
      requireFailure(
          Status.Code.UNAUTHENTICATED, "auth.missing", () -> open.evaluate(request(2, "u", "x")));
      requireFailure(
          Status.Code.UNAUTHENTICATED,
          "auth.invalid",
          () -> open.withInterceptors(bearer("fk_no")).evaluate(request(2, "u", "x")));
      requireFailure(
          Status.Code.PERMISSION_DENIED,
          "auth.forbidden",
          () -> open.withInterceptors(bearer(reader)).evaluate(request(2, "u", "x")));
      open.withInterceptors(bearer(writer)).evaluate(request(2, "u", "x"));
      var get = GetResultRequest.newBuilder().setId(2).build();
      assertEquals(2, open.withInterceptors(bearer(reader)).getResult(get).getEvaluation().getId());
      assertEquals(
          HealthCheckResponse.ServingStatus.SERVING,
          HealthGrpc.newBlockingStub(server.channel)
              .check(HealthCheckRequest.getDefaultInstance())
              .getStatus());
    }
  }

  private static ClientInterceptor bearer(String key) {
    return header("authorization", "Bearer " + key);
  }

  private static ClientInterceptor header(String name, String value) {
    var headers = new Metadata();
    headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  /** Collects what a stream answers. */
  private static final class Collected implements StreamObserver<EvaluateStreamResponse> {
    final List<EvaluateStreamResponse> answers = new ArrayList<>();
    final CompletableFuture<List<EvaluateStreamResponse>> done = new CompletableFuture<>();

    @Override
    public void onNext(EvaluateStreamResponse answer) {
      answers.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
      done.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      done.complete(answers);
    }

    List<EvaluateStreamResponse> await() throws Exception {
      return done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void aStreamAnswersEachEventInOrderAndGoesOnAfterAnError() throws Exception {
    try (var server = server().with(GrpcFixture.RULES)) {
      var collected = new Collected();
      var out = EventServiceGrpc.newStub(server.channel).evaluateStream(collected);
      int events = 3_000;
      for (int i = 1; i <= events; i++) {
        out.onNext(
            i == 1_500 ? EvaluateRequest.getDefaultInstance() : request(i, "u" + i % 7, "x"));
      }
      out.onCompleted();
      var answers = collected.await();
      assertEquals(events, answers.size());
      for (int i = 1; i <= events; i++) {
        var answer = answers.get(i - 1);
        if (i == 1_500) {
          assertEquals("event.invalid", answer.getError().getCode());
          assertFalse(answer.getError().getRetry());
        } else {
          assertEquals(i, answer.getEvaluation().getId());
        }
      }
    }
  }

  @Test
  void aStreamKeepsTheOrderOfAnEntityWhileRulesAreSwappedForOnesThatWait() throws Exception {
    String waiting = GrpcFixture.RULES + "Mx: str = MXLookup(domain=Text)\n";
    try (var server = server().with(GrpcFixture.RULES)) {
      var collected = new Collected();
      var out = EventServiceGrpc.newStub(server.channel).evaluateStream(collected);
      int events = 600;
      for (int i = 1; i <= events; i++) {
        if (i == events / 3) {
          server.run(waiting);
        } else if (i == 2 * events / 3) {
          server.run(GrpcFixture.RULES);
        }
        // the first event of a user sets the label that each later one of that user sees
        out.onNext(request(i, "u" + i / 20, i % 20 == 0 ? "LOUD" : "quiet"));
      }
      out.onCompleted();
      var answers = collected.await();
      assertEquals(events, answers.size());
      for (int i = 20; i <= events; i++) {
        var evaluation = answers.get(i - 1).getEvaluation();
        assertEquals(i, evaluation.getId());
        assertEquals(
            i % 20 == 0 ? List.of("Loud") : List.of("Again"),
            evaluation.getRulesList(),
            "event " + i + " on " + evaluation.getRelease());
      }
    }
  }

  /** Sends as much as flow control lets it, and reads only what it asks for. */
  private static final class SlowReader
      implements ClientResponseObserver<EvaluateRequest, EvaluateStreamResponse> {
    final AtomicInteger sent = new AtomicInteger();
    final AtomicInteger read = new AtomicInteger();
    final CompletableFuture<Void> done = new CompletableFuture<>();
    final CountDownLatch stalled = new CountDownLatch(1);
    private final int events;
    @Nullable ClientCallStreamObserver<EvaluateRequest> call;

    SlowReader(int events) {
      this.events = events;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<EvaluateRequest> stream) {
      call = stream;
      stream.disableAutoRequestWithInitial(0);
      stream.setOnReadyHandler(() -> {
        while (stream.isReady() && sent.get() < events) {
          stream.onNext(
              request(sent.incrementAndGet(), "u", "x".repeat(2_000)).toBuilder()
                  .setWithFeatures(true)
                  .build());
          if (sent.get() == events) {
            stream.onCompleted();
          }
        }
        stalled.countDown();
      });
    }

    @Override
    public void onNext(EvaluateStreamResponse answer) {
      read.incrementAndGet();
    }

    @Override
    public void onError(Throwable failure) {
      done.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      done.complete(null);
    }
  }

  @Test
  void aReaderThatDoesNotReadIsHeldUpAndLosesNothing() throws Exception {
    try (var server = server().with(GrpcFixture.RULES)) {
      int events = 20_000;
      var reader = new SlowReader(events);
      var _ = EventServiceGrpc.newStub(server.channel).evaluateStream(reader);
      assertTrue(reader.stalled.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
      int before = -1;
      while (before != reader.sent.get()) { // until nothing moves any more
        before = reader.sent.get();
        TimeUnit.MILLISECONDS.sleep(500);
      }
      assertTrue(before < events / 2, "nobody reads, yet the server took " + before);
      assertEquals(0, reader.read.get());
      var call = reader.call;
      assertTrue(call != null);
      call.request(events);
      reader.done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertEquals(events, reader.read.get());
    }
  }

  @Test
  void stoppingAnswersWhatCameAndEndsStreams() throws Exception {
    var server = server().with(GrpcFixture.RULES);
    try (server) {
      var collected = new Collected();
      var out = EventServiceGrpc.newStub(server.channel).evaluateStream(collected);
      out.onNext(request(1, "u", "x"));
      EventServiceGrpc.newBlockingStub(server.channel).evaluate(request(2, "u", "x"));
      server.node.stop();
      var thrown = assertThrows(Exception.class, collected::await);
      var status = Status.fromThrowable(thrown);
      assertEquals(Status.Code.UNAVAILABLE, status.getCode(), thrown.toString());
      assertEquals(1, collected.answers.size());
    }
  }

  @Test
  void callsBeyondTheLimitAreRefusedWithAHint() throws Exception {
    try (var server = server("limits.requests", "2").with(GrpcFixture.RULES)) {
      ManagedChannel other = server.channel("127.0.0.1");
      var stub = EventServiceGrpc.newStub(server.channel);
      var first = stub.evaluateStream(new Collected());
      var second = stub.evaluateStream(new Collected());
      first.onNext(request(1, "u", "x"));
      second.onNext(request(2, "u", "x"));
      awaitCalls(server, 2);
      var thrown =
          failure(() -> EventServiceGrpc.newBlockingStub(other).evaluate(request(3, "u", "x")));
      assertEquals(Status.Code.RESOURCE_EXHAUSTED, thrown.getStatus().getCode());
      var trailers = thrown.getTrailers();
      assertTrue(trailers != null);
      assertEquals("limit.reached", trailers.get(Failures.CODE));
      assertEquals("1000", trailers.get(Failures.PUSHBACK_MILLIS));
      first.onCompleted();
      second.onCompleted();
      awaitCalls(server, 0);
      EventServiceGrpc.newBlockingStub(other).evaluate(request(3, "u", "x"));
      other.shutdownNow();
    }
  }

  private static void awaitCalls(GrpcFixture server, int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (server.node.callsInProgress() != count) {
      assertTrue(System.nanoTime() < deadline, "calls: " + server.node.callsInProgress());
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  void messagesBeyondTheLimitAreRefused() {
    try (var server = server("limits.body_bytes", "64KiB").with(GrpcFixture.RULES)) {
      var thrown =
          failure(() ->
              EventServiceGrpc.newBlockingStub(server.channel)
                  .evaluate(request(1, "u", "x".repeat(70_000))));
      assertEquals(Status.Code.RESOURCE_EXHAUSTED, thrown.getStatus().getCode());
      EventServiceGrpc.newBlockingStub(server.channel).evaluate(request(1, "u", "x"));
    }
  }

  @Test
  void messagesInMemoryAreLimitedTogetherAndLetGo() throws Exception {
    try (var server = server("limits.buffered_bytes", "1MiB").with(GrpcFixture.RULES)) {
      var calls = EventServiceGrpc.newBlockingStub(server.channel);
      for (int i = 0; i < 3; i++) {
        requireFailure(
            Status.Code.RESOURCE_EXHAUSTED,
            "limit.reached",
            () -> calls.evaluate(request(1, "u", "x".repeat(2_000_000))));
        requireFailure(
            Status.Code.RESOURCE_EXHAUSTED,
            "limit.reached",
            () -> calls.withCompression("gzip").evaluate(request(1, "u", "x".repeat(2_000_000))));
      }
      var collected = new Collected();
      var stream = EventServiceGrpc.newStub(server.channel).evaluateStream(collected);
      for (int i = 0; i < 30; i++) {
        stream.onNext(request(i + 1, "u", "x".repeat(100_000)));
      }
      stream.onCompleted();
      collected.await();
      assertEquals(30, collected.answers.size());
      calls.evaluate(request(99, "u", "x"));
      awaitCalls(server, 0);
      awaitGauge(server, "ferrule_grpc_buffered_bytes", 0);
    }
  }

  @Test
  void moreConnectionsThanTheLimitAreClosedAndClosedOnesMakeRoom() throws Exception {
    try (var server = server("limits.connections", "3").with(GrpcFixture.RULES)) {
      var sockets = new ArrayList<Socket>();
      for (int i = 0; i < 20; i++) { // half open: they never say a word
        sockets.add(new Socket(InetAddress.getLoopbackAddress(), server.node.port()));
      }
      awaitGauge(server, "ferrule_grpc_connections", 3);
      Socket last = sockets.getLast();
      last.setSoTimeout(10_000);
      assertTrue(isClosed(last), "the connection beyond the limit is open");
      for (Socket socket : sockets) {
        socket.close();
      }
      awaitGauge(server, "ferrule_grpc_connections", 0);
      EventServiceGrpc.newBlockingStub(server.channel).evaluate(request(1, "u", "x"));
      awaitGauge(server, "ferrule_grpc_connections", 1);
    }
  }

  private static boolean isClosed(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true; // reset
    }
  }

  private static void awaitGauge(GrpcFixture server, String name, double value)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (server.meters.get(name).gauge().value() != value) {
      assertTrue(
          System.nanoTime() < deadline,
          () -> name + ": " + server.meters.get(name).gauge().value());
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** What is no call is answered by HTTP/2's or gRPC's own errors, and leaves nothing behind. */
  @Test
  void noBytesHarmTheServer() throws Exception {
    try (var server = server("server.request_timeout", "500ms").with(GrpcFixture.RULES)) {
      var random = new Random(20_261_121);
      byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
      for (int i = 0; i < 60; i++) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.node.port())) {
          var noise = new byte[random.nextInt(600)];
          random.nextBytes(noise);
          if (i % 3 > 0) {
            socket.getOutputStream().write(preface);
            socket.getOutputStream().write(settings);
          }
          socket.getOutputStream().write(noise);
        } catch (IOException e) {
          // closed by the server meanwhile
        }
      }
      var garbage =
          EventServiceGrpc.getEvaluateMethod().toBuilder(
                  new Bytes(), EventServiceGrpc.getEvaluateMethod().getResponseMarshaller())
              .build();
      for (int i = 0; i < 60; i++) {
        var noise = new byte[random.nextInt(300)];
        random.nextBytes(noise);
        var thrown =
            assertThrows(
                StatusRuntimeException.class,
                () ->
                    ClientCalls.blockingUnaryCall(
                        server.channel, garbage, CallOptions.DEFAULT, noise));
        assertTrue(
            List.of(Status.Code.INVALID_ARGUMENT, Status.Code.INTERNAL, Status.Code.UNKNOWN)
                .contains(thrown.getStatus().getCode()),
            thrown.toString());
      }
      awaitCalls(server, 0);
      awaitGauge(server, "ferrule_grpc_connections", 1);
      awaitGauge(server, "ferrule_grpc_buffered_bytes", 0);
      EventServiceGrpc.newBlockingStub(server.channel).evaluate(request(1, "u", "x"));
    }
  }

  /** Sends bytes as they are. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] bytes) {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public byte[] parse(InputStream stream) {
      throw new IllegalStateException("nothing is parsed");
    }
  }

  @Test
  void offMeansOffAndAWrongPortIsNamed() {
    try (var server = server()) {
      assertNull(
          GrpcNode.make(
              Settings.defaults(),
              server.parts(),
              server.workers(),
              server.admission(),
              server.meters,
              Tracing.off(),
              null));
      var wrong = Settings.read(null, Map.of(), Map.of("grpc.port", "maybe"));
      var thrown =
          assertThrows(
              FerruleException.class,
              () ->
                  GrpcNode.make(
                      wrong,
                      server.parts(),
                      server.workers(),
                      server.admission(),
                      server.meters,
                      Tracing.off(),
                      null));
      assertEquals(
          "expected off or a port up to 65535 in grpc.port, found \"maybe\"", thrown.getMessage());
    }
  }

  @Test
  void everyMethodHasARole() {
    for (var service :
        List.of(
            EventServiceGrpc.getServiceDescriptor(),
            dev.ferrule.proto.osprey.OspreyCoordinatorSyncActionServiceGrpc
                .getServiceDescriptor())) {
      for (var method : service.getMethods()) {
        assertTrue(Roles.all().containsKey(method.getFullMethodName()), method.toString());
      }
    }
  }
}
