package dev.ferrule.server.workers;

import dev.ferrule.rules.declared.WorkerDeclaration;
import dev.ferrule.rules.declared.WorkerFunctions;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.server.releases.Measures;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One function in one version: the calls that wait for it, the workers that have it, its circuit
 * and what was measured. Guarded by the pool's lock but for the measures, which are thread-safe.
 */
final class FunctionPool {
  /** Most bytes of the arguments of one call, and of one batch unless it is one call. */
  static final long MOST_BATCH_BYTES = 8L << 20;

  private static final double RETRIES_PER_CALL = 0.1;
  private static final double MOST_RETRIES = 256;

  final WorkerFunctions.Versioned function;
  final long timeoutNanos;
  final ArrayDeque<Call> queue = new ArrayDeque<>();
  final Circuit circuit = new Circuit();
  final LongAdder calls = new LongAdder();
  final LongAdder batches = new LongAdder();
  final Map<FailureKind, LongAdder> failures = new EnumMap<>(FailureKind.class);
  final Measures measures = new Measures();

  /** The workers that have it, each with what it says of it. */
  final Map<WorkerLink, Offer> links = new LinkedHashMap<>();

  /** How many calls there were when it was last looked after. */
  long callsAtUpkeep = -1;

  /** Hears how long each call took. */
  volatile LongConsumer times = _ -> {};

  private double retries = MOST_RETRIES;

  /** Whether it was forgotten, so that a call must look for another. */
  volatile boolean retired;

  FunctionPool(WorkerFunctions.Versioned function) {
    this.function = function;
    this.timeoutNanos = function.declaration().timeout().toNanos();
    for (FailureKind kind : FailureKind.values()) {
      failures.put(kind, new LongAdder());
    }
  }

  /** Counts a call that ended. */
  void count(int failed, long nanos) {
    measures.count(failed, nanos);
    times.accept(nanos);
  }

  String name() {
    return function.declaration().name();
  }

  /** Most bytes of one call's arguments, or a failure when one of them does not fit. */
  Object sizeOf(@Nullable Object[] arguments) {
    WorkerDeclaration declaration = function.declaration();
    long bytes = 0;
    for (int i = 0; i < declaration.parameters().size(); i++) {
      var parameter = declaration.parameters().get(i);
      long more = Columns.mostBytes(parameter.type(), arguments[i]);
      if (more < 0) {
        return Failure.unexpected(
            "TypeError",
            "expected %s that fits 64 bits or less for %s of %s, found another value"
                .formatted(parameter.type().display(), parameter.name(), name()));
      }
      bytes += more;
    }
    return bytes <= MOST_BATCH_BYTES
        ? bytes
        : Failure.unexpected(
            "ValueError",
            "expected arguments of %s of at most %d bytes, found more"
                .formatted(name(), MOST_BATCH_BYTES));
  }

  /** Takes the next batch from the queue; calls that are done are dropped. */
  List<Call> take() {
    var taken = new ArrayList<Call>();
    int most = function.declaration().batch();
    long bytes = 0;
    for (Call next = queue.peek(); next != null && taken.size() < most; next = queue.peek()) {
      if (next.isDone()) {
        queue.remove();
        continue;
      }
      boolean fits = taken.isEmpty() || (!next.alone && bytes + next.bytes <= MOST_BATCH_BYTES);
      if (!fits) {
        break;
      }
      queue.remove();
      taken.add(next);
      bytes += next.bytes;
      if (next.alone) {
        break;
      }
    }
    return taken;
  }

  /** Earns a bit of what retries cost. */
  void earn() {
    retries = Math.min(MOST_RETRIES, retries + RETRIES_PER_CALL);
  }

  /** Whether another retry is affordable, so that retries never become most of the load. */
  boolean pay() {
    if (retries < 1) {
      return false;
    }
    retries--;
    return true;
  }

  /** Why a call that waits gets none. */
  Call.Failed lateInQueue() {
    long millis = function.declaration().timeout().toMillis();
    return links.isEmpty()
        ? new Call.Failed(FailureKind.NO_WORKER, Failure.traced("NoWorker", noWorker(), ""))
        : new Call.Failed(
            FailureKind.TIMEOUT,
            Failure.traced(
                "TimeoutError",
                "expected a result of %s within %d ms, found its %d workers busy"
                    .formatted(name(), millis, links.size()),
                ""));
  }

  WorkerReport.OfFunction report() {
    Map<String, Long> counts = new TreeMap<>();
    failures.forEach((kind, count) -> {
      if (count.sum() > 0) {
        counts.put(kind.text(), count.sum());
      }
    });
    Measures.Snapshot times = measures.snapshot();
    return new WorkerReport.OfFunction(
        name(),
        function.version(),
        links.size(),
        queue.size(),
        circuit.state().text(),
        circuit.opened(),
        calls.sum(),
        batches.sum(),
        counts,
        times.quantileNanos(0.5),
        times.quantileNanos(0.99));
  }

  String noWorker() {
    String version = function.version();
    return "expected a worker with function %s%s, found none; GET /v1/workers says who is there"
        .formatted(name(), version == null ? "" : " in version " + version);
  }
}
