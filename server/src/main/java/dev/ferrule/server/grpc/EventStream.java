package dev.ferrule.server.grpc;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.proto.v1.EvaluateRequest;
import dev.ferrule.proto.v1.EvaluateStreamResponse;
import dev.ferrule.server.events.Evaluated;
import dev.ferrule.server.http.Problem;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream of events and its answers, which keep the order of the events. Thread-safe.
 *
 * <p>The next message is asked for only while few enough are in progress and the caller reads its
 * answers: so one that sends fast or reads slowly is held up by HTTP/2's flow control, and does not
 * fill memory.
 */
final class EventStream implements StreamObserver<EvaluateRequest> {
  static final int MOST_IN_PROGRESS = 512;
  static final int MOST_BYTES_IN_PROGRESS = 4 << 20;

  private final Evaluations evaluations;
  private final Inbound inbound;
  private final ServerCallStreamObserver<EvaluateStreamResponse> answers;
  private final Consumer<EventStream> onEnd;

  /** In the order in which they came; guarded by this, as are the fields below it. */
  private final Queue<Pending> pending = new ArrayDeque<>();

  private long bytesInProgress;
  private boolean asked = true;
  private boolean ended;
  private boolean draining;
  private boolean closed;

  /** Events for the thread that may wait; guarded by itself, as is {@link #laneRuns}. */
  private final Queue<Pending> lane = new ArrayDeque<>();

  private boolean laneRuns;

  /** An event and, once it is there, its answer. */
  private static final class Pending {
    private final EvaluateRequest request;
    private final int bytes;
    private volatile @Nullable EvaluateStreamResponse answer;

    Pending(EvaluateRequest request) {
      this.request = request;
      this.bytes = request.getSerializedSize();
    }
  }

  EventStream(
      Evaluations evaluations,
      Inbound inbound,
      ServerCallStreamObserver<EvaluateStreamResponse> answers,
      Consumer<EventStream> onEnd) {
    this.evaluations = evaluations;
    this.inbound = inbound;
    this.answers = answers;
    this.onEnd = onEnd;
    answers.disableAutoRequest();
    answers.setOnReadyHandler(this::proceed);
    answers.setOnCancelHandler(this::cancelled);
    answers.request(1);
  }

  @Override
  public void onNext(EvaluateRequest request) {
    var next = new Pending(request);
    synchronized (this) {
      asked = false;
      if (closed) {
        return;
      }
      pending.add(next);
      inbound.hold(next.bytes);
      bytesInProgress += next.bytes;
    }
    if (!tookLane(next)) {
      begin(next);
    }
    proceed();
  }

  /** Whether the event goes by the thread that may wait, as those before it did. */
  private boolean tookLane(Pending next) {
    synchronized (lane) {
      if (!laneRuns && !evaluations.blocks()) {
        return false;
      }
      lane.add(next);
      if (!laneRuns) {
        laneRuns = true;
        Thread.ofVirtual().name("grpc-stream").start(this::runLane);
      }
      return true;
    }
  }

  private void runLane() {
    while (true) {
      Pending next;
      synchronized (lane) {
        next = lane.poll();
        if (next == null) {
          laneRuns = false;
          return;
        }
      }
      begin(next);
    }
  }

  private void begin(Pending next) {
    CompletableFuture<Evaluated> done;
    try {
      done = evaluations.submitInOrder(evaluations.read(next.request.getEvent()));
    } catch (RuntimeException | StackOverflowError e) {
      done = CompletableFuture.failedFuture(e);
    }
    done.whenComplete((evaluated, failure) -> {
      next.answer = answer(next, evaluated, failure);
      proceed();
    });
  }

  private static EvaluateStreamResponse answer(
      Pending next, @Nullable Evaluated evaluated, @Nullable Throwable failure) {
    try {
      if (evaluated != null) {
        boolean withFeatures = next.request.getWithFeatures();
        return EventMessages.streamed(EventMessages.evaluation(evaluated, withFeatures));
      }
    } catch (RuntimeException e) {
      return EventMessages.failed(Problem.meaning(e));
    }
    return EventMessages.failed(
        Problem.meaning(failure == null ? new IllegalStateException("no answer") : failure));
  }

  /**
   * Sends the answers that are there, asks for more when there is room, ends what is at its end.
   */
  private void proceed() {
    boolean ask;
    synchronized (this) {
      if (closed) {
        return;
      }
      send();
      ask = !asked && !ended && !draining && hasRoom();
      asked |= ask;
      if (pending.isEmpty() && (ended || draining)) {
        close();
      }
    }
    if (ask) {
      answers.request(1); // not in the lock: it may bring the next message on this thread
    }
  }

  private void send() {
    for (Pending first = pending.peek(); first != null; first = pending.peek()) {
      EvaluateStreamResponse answer = first.answer;
      if (answer == null) {
        return;
      }
      pending.remove();
      bytesInProgress -= first.bytes;
      inbound.letGo(first.bytes);
      answers.onNext(answer);
    }
  }

  private boolean hasRoom() {
    return answers.isReady()
        && pending.size() < MOST_IN_PROGRESS
        && bytesInProgress < MOST_BYTES_IN_PROGRESS
        && (pending.isEmpty() || inbound.hasRoom());
  }

  private void close() {
    closed = true;
    if (ended) {
      answers.onCompleted();
    } else {
      answers.onError(
          Failures.exception(
              new FerruleException(ErrorCode.NODE_DRAINING, "the node is stopping")));
    }
    onEnd.accept(this);
  }

  @Override
  public void onCompleted() {
    synchronized (this) {
      ended = true;
    }
    proceed();
  }

  @Override
  public void onError(Throwable failure) {
    cancelled();
  }

  private void cancelled() {
    synchronized (this) {
      closed = true;
      pending.forEach(each -> inbound.letGo(each.bytes));
      pending.clear();
    }
    onEnd.accept(this);
  }

  /** Takes no more events, answers those that came, and ends the stream. */
  void drain() {
    synchronized (this) {
      draining = true;
    }
    proceed();
  }
}
