package dev.ferrule.server.workers;

import dev.ferrule.proto.v1.Drain;
import dev.ferrule.proto.v1.Ping;
import dev.ferrule.proto.v1.ToWorker;
import dev.ferrule.server.releases.Measures;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * A worker that joined. What it has in progress is guarded by the pool's lock; sending is
 * thread-safe.
 */
final class WorkerLink {
  final String name;
  final String language;
  final long processId;
  final String release;
  final int concurrency;
  final Map<String, Offer> offers = new HashMap<>();
  final long joinedMillis = System.currentTimeMillis();
  final LongAdder calls = new LongAdder();
  final LongAdder failures = new LongAdder();
  final Measures measures = new Measures();
  final Ended ended;

  /** By id. */
  final Map<Long, SentBatch> inFlight = new HashMap<>();

  /** Whether it gets no more batches. */
  boolean draining;

  /** Pings since it was heard last. */
  int unanswered;

  private final StreamObserver<ToWorker> out;
  private boolean drainSent;
  private boolean closed;

  /** Told when a worker must go, besides the end of its stream. */
  interface Ended {
    /** A worker that somebody else started: nothing to do. */
    Ended NOBODY = () -> {};

    /** Ends its process, as a call hangs in it. */
    void kill();
  }

  WorkerLink(
      String name,
      String language,
      long processId,
      String release,
      int concurrency,
      List<Offer> offers,
      Ended ended,
      StreamObserver<ToWorker> out) {
    this.name = name;
    this.language = language;
    this.processId = processId;
    this.release = release;
    this.concurrency = concurrency;
    this.ended = ended;
    this.out = out;
    offers.forEach(offer -> this.offers.put(offer.name(), offer));
  }

  boolean isFree() {
    return !draining && inFlight.size() < concurrency;
  }

  WorkerReport report() {
    Map<String, String> functions = new HashMap<>();
    offers.values().forEach(offer -> functions.put(offer.name(), offer.version()));
    Measures.Snapshot times = measures.snapshot();
    return new WorkerReport(
        name,
        language,
        processId,
        release,
        Instant.ofEpochMilli(joinedMillis),
        functions,
        draining,
        concurrency,
        inFlight.size(),
        callsInFlight(),
        calls.sum(),
        failures.sum(),
        times.quantileNanos(0.5),
        times.quantileNanos(0.99));
  }

  private int callsInFlight() {
    int calls = 0;
    for (SentBatch batch : inFlight.values()) {
      calls += batch.calls.size() - batch.answered.cardinality();
    }
    return calls;
  }

  /** Sends a batch, unless it was told before that no more come. */
  synchronized boolean sendBatch(ToWorker message) {
    if (closed || drainSent) {
      return false;
    }
    out.onNext(message);
    return true;
  }

  synchronized void send(ToWorker message) {
    if (!closed) {
      out.onNext(message);
    }
  }

  void ping(long id) {
    send(ToWorker.newBuilder().setPing(Ping.newBuilder().setId(id)).build());
  }

  /** Says that no more batches come. */
  synchronized void sendDrain() {
    if (!drainSent && !closed) {
      drainSent = true;
      out.onNext(ToWorker.newBuilder().setDrain(Drain.getDefaultInstance()).build());
    }
  }

  /** Ends the stream well. */
  synchronized void complete() {
    if (!closed) {
      closed = true;
      out.onCompleted();
    }
  }

  /** Ends the stream with a status that says what the worker is to do. */
  synchronized void end(Status status, String message) {
    if (!closed) {
      closed = true;
      out.onError(Refusals.end(status, message));
    }
  }
}
