package dev.ferrule.server.workers;

import dev.ferrule.proto.v1.Batch;
import dev.ferrule.proto.v1.ToWorker;
import dev.ferrule.rules.declared.WorkerDeclaration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A batch that a worker has, or is about to get. Guarded by the pool's lock but for its calls. */
final class SentBatch {
  final long id;
  final FunctionPool pool;
  final Offer offer;
  final List<Call> calls;
  final long sentNanos = System.nanoTime();
  final BitSet answered = new BitSet();
  long progressNanos = sentNanos;

  /** Whether its other calls were given to others. */
  boolean moved;

  /** When the first of its calls timed out, or 0. */
  long hungNanos;

  SentBatch(long id, FunctionPool pool, Offer offer, List<Call> calls) {
    this.id = id;
    this.pool = pool;
    this.offer = offer;
    this.calls = calls;
  }

  boolean isAnswered() {
    return answered.cardinality() == calls.size();
  }

  /** Calls that no result has come for. */
  List<Call> open() {
    return java.util.stream.IntStream.range(0, calls.size())
        .filter(i -> !answered.get(i))
        .mapToObj(calls::get)
        .toList();
  }

  ToWorker message() {
    WorkerDeclaration declaration = pool.function.declaration();
    long lastNanos =
        calls.stream().mapToLong(call -> call.deadlineNanos - sentNanos).max().orElse(0);
    var batch =
        Batch.newBuilder()
            .setId(id)
            .setFunction(offer.name())
            .setVersion(offer.version())
            .setCalls(calls.size())
            .setTimeoutMicros(TimeUnit.NANOSECONDS.toMicros(Math.max(0, lastNanos)));
    var parameters = declaration.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      int index = i;
      batch.addArguments(
          Columns.encode(
              parameters.get(i).type(), calls.size(), row -> calls.get(row).arguments[index]));
    }
    return ToWorker.newBuilder().setBatch(batch).build();
  }
}
