package dev.ferrule.server.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ferrule.proto.v1.Batch;
import dev.ferrule.proto.v1.Column;
import dev.ferrule.proto.v1.Floats;
import dev.ferrule.proto.v1.Results;
import dev.ferrule.proto.v1.Texts;
import dev.ferrule.rules.values.Failure;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What workers do wrong costs the calls it must, and no other. */
@Timeout(120)
class WorkerPoolTest {
  private final PoolFixture fixture = new PoolFixture(1_000);

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<@Nullable Object> callAll(
      dev.ferrule.rules.declared.WorkerFunctions.Versioned function, List<String> texts) {
    var calls = new ArrayList<CompletableFuture<@Nullable Object>>();
    texts.forEach(text -> calls.add(fixture.call(function, text)));
    var outcomes = new ArrayList<@Nullable Object>();
    calls.forEach(call -> outcomes.add(call.join()));
    return outcomes;
  }

  @Test
  void callsThatMeetAreComputedInBatchesByAllWorkers() {
    var function = PoolFixture.size(PoolFixture.V1, "20s");
    var one = fixture.join(PoolFixture.V1, TestWorker::answer);
    var other = fixture.join(PoolFixture.V1, TestWorker::answer);
    var texts = new ArrayList<String>();
    for (int i = 0; i < 900; i++) {
      texts.add("x".repeat(i % 50));
    }
    var outcomes = callAll(function, texts);
    for (int i = 0; i < outcomes.size(); i++) {
      assertEquals((double) (i % 50), outcomes.get(i));
    }
    assertEquals(900, one.calls.get() + other.calls.get());
    assertTrue(one.calls.get() > 0 && other.calls.get() > 0);
    assertTrue(one.batches.get() + other.batches.get() < 900);
    assertEquals(0, fixture.report().failures().size());
  }

  @Test
  void anExceptionIsTheFailureOfItsCallAlone() {
    var function = PoolFixture.size(PoolFixture.V1, "20s");
    fixture.join(PoolFixture.V1, TestWorker::answer);
    var outcomes = callAll(function, List.of("a", "raise", "abc"));
    assertEquals(1.0, outcomes.get(0));
    assertEquals(Failure.traced("ValueError", "bad text", "line 1\nline 2"), outcomes.get(1));
    assertEquals(3.0, outcomes.get(2));
    assertEquals(1, fixture.report().failures().get("raised"));
  }

  @Test
  void aResultOfAnotherTypeIsAFailure() {
    var function = PoolFixture.size(PoolFixture.V1, "20s");
    fixture.join(
        PoolFixture.V1,
        (worker, batch) ->
            worker.send(
                Results.newBuilder()
                    .setBatch(batch.getId())
                    .setCount(batch.getCalls())
                    .setValues(Column.newBuilder().setTexts(Texts.newBuilder().addValues("no")))
                    .build()));
    var failure = PoolFixture.failure(fixture.callNow(function, "a"));
    assertEquals("TypeError", failure.error());
    assertEquals("expected float from Size, found str", failure.message());
  }

  @Test
  void noneWhereNoneIsNotAllowedIsAFailure() {
    var function = PoolFixture.size(PoolFixture.V1, "20s");
    fixture.join(
        PoolFixture.V1,
        (worker, batch) ->
            worker.send(
                Results.newBuilder()
                    .setBatch(batch.getId())
                    .setCount(1)
                    .setValues(
                        Column.newBuilder()
                            .setNulls(ByteString.copyFrom(new byte[] {1}))
                            .setFloats(Floats.newBuilder().addValues(0)))
                    .build()));
    assertEquals(
        "expected float from Size, found None",
        PoolFixture.failure(fixture.callNow(function, "a")).message());
  }

  private static void dieOn(TestWorker worker, Batch batch) {
    if (TestWorker.texts(batch).contains("kill")) {
      worker.close();
    } else {
      TestWorker.answer(worker, batch);
    }
  }

  @Test
  void theCallThatKillsItsWorkerFailsAlone() {
    var function = PoolFixture.size(PoolFixture.V1, "20s");
    var gate = new CountDownLatch(1);
    var first =
        fixture.join(
            PoolFixture.V1,
            (worker, batch) -> {
              gate.await();
              dieOn(worker, batch);
            });
    var blocker = fixture.call(function, "block"); // so that the others make one batch
    while (first.batches.get() == 0) {
      Thread.onSpinWait();
    }
    var calls = new ArrayList<CompletableFuture<@Nullable Object>>();
    for (String text : List.of("a", "kill", "abc")) {
      calls.add(fixture.call(function, text));
    }
    await(() -> fixture.report().waiting() == 3);
    gate.countDown();
    fixture.join(PoolFixture.V1, WorkerPoolTest::dieOn);
    fixture.join(PoolFixture.V1, WorkerPoolTest::dieOn);
    assertEquals(5.0, blocker.join());
    assertEquals(1.0, calls.get(0).join());
    assertEquals("WorkerDied", PoolFixture.failure(calls.get(1).join()).error());
    assertEquals(3.0, calls.get(2).join());
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "expected it within 20 s");
      Thread.onSpinWait();
    }
  }

  @Test
  void onlyTheCallThatHangsTimesOut() throws InterruptedException {
    var function = PoolFixture.size(PoolFixture.V1, "1s");
    var hung = new CountDownLatch(1);
    var first = new CountDownLatch(1);
    fixture.join(
        PoolFixture.V1,
        (worker, batch) -> {
          List<String> texts = TestWorker.texts(batch);
          first.await();
          int at = texts.indexOf("hang");
          if (at > 0) {
            TestWorker.answer(worker, batch, 0, at);
          }
          if (at >= 0) {
            hung.await(60, TimeUnit.SECONDS);
          } else {
            TestWorker.answer(worker, batch);
          }
        });
    var calls = new ArrayList<CompletableFuture<@Nullable Object>>();
    var blocker = fixture.call(function, "block");
    await(() -> fixture.pool.workers().getFirst().batches() == 1);
    for (String text : List.of("a", "hang", "abc", "abcd")) {
      calls.add(fixture.call(function, text));
      int waiting = calls.size();
      await(() -> fixture.report().waiting() == waiting);
    }
    first.countDown();
    assertEquals(5.0, blocker.join());
    fixture.join(PoolFixture.V1, TestWorker::answer);
    assertEquals(1.0, calls.get(0).join());
    assertEquals(3.0, calls.get(2).join());
    assertEquals(4.0, calls.get(3).join());
    var failure = PoolFixture.failure(calls.get(1).join());
    assertEquals("TimeoutError", failure.error());
    hung.countDown();
  }

  @Test
  void aWorkerInWhichACallHangsIsEnded() {
    var function = PoolFixture.size(PoolFixture.V1, "50ms");
    var worker = fixture.join(PoolFixture.V1, (_, _) -> Thread.sleep(60_000));
    assertEquals("TimeoutError", PoolFixture.failure(fixture.callNow(function, "a")).error());
    assertEquals(Status.Code.ABORTED, worker.end().getCode());
    assertTrue(fixture.pool.workers().isEmpty());
  }

  @Test
  void resultsThatAreTooLargeCostTheBatchAndTheStream() {
    var function = PoolFixture.size(PoolFixture.V1, "20s");
    TestWorker.Work huge =
        (worker, batch) ->
            worker.send(
                Results.newBuilder()
                    .setBatch(batch.getId())
                    .setCount(1)
                    .setValues(
                        Column.newBuilder().setNulls(ByteString.copyFrom(new byte[100 << 20])))
                    .build());
    var one = fixture.join(PoolFixture.V1, huge);
    var other = fixture.join(PoolFixture.V1, huge);
    assertEquals("WorkerDied", PoolFixture.failure(fixture.callNow(function, "a")).error());
    assertFalse(one.end().isOk());
    assertFalse(other.end().isOk());
    fixture.join(PoolFixture.V1, TestWorker::answer);
    assertEquals(2.0, fixture.callNow(function, "ab"));
  }

  @ParameterizedTest
  @CsvSource({"0,2", "-1,1", "1,1", "0,2147483647"})
  void resultsOfCallsThatWereNotAskedEndTheStream(int first, int count) {
    var function = PoolFixture.size(PoolFixture.V1, "1s");
    var worker =
        fixture.join(
            PoolFixture.V1,
            (self, batch) ->
                self.send(
                    Results.newBuilder()
                        .setBatch(batch.getId())
                        .setFirst(first)
                        .setCount(count)
                        .build()));
    PoolFixture.failure(fixture.callNow(function, "a"));
    assertEquals(Status.Code.INVALID_ARGUMENT, worker.end().getCode());
  }

  @Test
  void moreCallsThanMayWaitFailAtOnce() {
    try (var small = new PoolFixture(2)) {
      var function = PoolFixture.size(PoolFixture.V1, "5s");
      var waiting = List.of(small.call(function, "a"), small.call(function, "b"));
      await(() -> !small.pool.functions().isEmpty() && small.report().waiting() == 2);
      var failure = PoolFixture.failure(small.callNow(function, "c"));
      assertEquals("QueueFull", failure.error());
      small.join(PoolFixture.V1, TestWorker::answer);
      waiting.forEach(call -> assertEquals(1.0, call.join()));
    }
  }

  @Test
  void callsWaitForAWorkerNoLongerThanTheirTimeout() {
    var function = PoolFixture.size(PoolFixture.V1, "100ms");
    long started = System.nanoTime();
    var failure = PoolFixture.failure(fixture.callNow(function, "a"));
    assertEquals("NoWorker", failure.error());
    assertTrue(System.nanoTime() - started >= Duration.ofMillis(100).toNanos());
  }

  @Test
  void theCircuitOpensWhenNothingAnswersAndClosesWithAnAnswer() {
    var function = PoolFixture.size(PoolFixture.V1, "50ms");
    await(() -> {
      PoolFixture.failure(fixture.callNow(function, "a"));
      return fixture.report().circuit().equals("open");
    });
    await(() -> PoolFixture.failure(fixture.callNow(function, "a")).error().equals("CircuitOpen"));
    fixture.join(PoolFixture.V1, TestWorker::answer);
    await(() -> fixture.callNow(function, "ab") instanceof Double);
    assertEquals("closed", fixture.report().circuit());
  }

  @Test
  void eachReleaseCallsTheVersionThatItNames() {
    fixture.join(PoolFixture.V1, TestWorker::answer);
    fixture.join(
        PoolFixture.V2,
        (worker, batch) ->
            worker.send(
                Results.newBuilder()
                    .setBatch(batch.getId())
                    .setCount(1)
                    .setValues(Column.newBuilder().setFloats(Floats.newBuilder().addValues(-1)))
                    .build()));
    for (int i = 0; i < 20; i++) {
      assertEquals(1.0, fixture.callNow(PoolFixture.size(PoolFixture.V1, "20s"), "a"));
      assertEquals(-1.0, fixture.callNow(PoolFixture.size(PoolFixture.V2, "20s"), "a"));
    }
  }

  @Test
  void aWorkerThatLeavesAnswersWhatItHas() {
    var function = PoolFixture.size(PoolFixture.V1, "20s");
    var gate = new CountDownLatch(1);
    var worker =
        fixture.join(
            PoolFixture.V1,
            (self, batch) -> {
              gate.await();
              TestWorker.answer(self, batch);
            });
    var call = fixture.call(function, "abc");
    await(() -> worker.batches.get() == 1);
    worker.drain();
    await(() -> fixture.pool.workers().getFirst().draining());
    gate.countDown();
    assertEquals(3.0, call.join());
    assertEquals(Status.Code.OK, worker.end().getCode());
    assertTrue(fixture.pool.workers().isEmpty());
  }

  @Test
  void aWorkerThatAnswersNoPingIsDropped() {
    fixture.join(PoolFixture.V1, TestWorker::answer);
    var link = fixture.pool;
    link.ping(1, 1);
    await(() -> {
      link.ping(2, 1);
      return link.workers().isEmpty();
    });
  }

  @Test
  void anotherProtocolIsRefusedWithWhatToDo() {
    var worker =
        fixture.raw(TestWorker.hello(PoolFixture.V1).setProtocol(2).build(), TestWorker::answer);
    assertEquals(Status.Code.FAILED_PRECONDITION, worker.end().getCode());
    assertEquals(
        "expected version 1 of the protocol, found 2; use a worker made for Ferrule test",
        worker.end().getDescription());
  }

  @Test
  void aWrongHelloIsRefused() {
    var none = TestWorker.hello(PoolFixture.V1).clearFunctions().build();
    assertEquals(
        "expected 1 to 1000 functions, found 0",
        fixture.raw(none, TestWorker::answer).end().getDescription());
    var twice =
        TestWorker.hello(PoolFixture.V1).addFunctions(TestWorker.size(PoolFixture.V1)).build();
    assertEquals(
        "expected one function Size, found two",
        fixture.raw(twice, TestWorker::answer).end().getDescription());
    var many = TestWorker.hello(PoolFixture.V1).setConcurrency(1_000).build();
    assertEquals(
        "expected a concurrency of 1 to 64, found 1000",
        fixture.raw(many, TestWorker::answer).end().getDescription());
    var typed =
        TestWorker.hello(PoolFixture.V1)
            .setFunctions(0, TestWorker.size("").setResult("list[".repeat(80)))
            .build();
    assertEquals(
        Status.Code.INVALID_ARGUMENT, fixture.raw(typed, TestWorker::answer).end().getCode());
    assertTrue(fixture.pool.workers().isEmpty());
  }
}
