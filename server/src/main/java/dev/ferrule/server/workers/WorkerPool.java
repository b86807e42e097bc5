package dev.ferrule.server.workers;

import dev.ferrule.proto.v1.CallFailure;
import dev.ferrule.proto.v1.Cancel;
import dev.ferrule.proto.v1.Results;
import dev.ferrule.proto.v1.ToWorker;
import dev.ferrule.rules.declared.WorkerFunctions;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.EventContext;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.server.tracing.Outgoing;
import dev.ferrule.server.tracing.Trace;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers that joined, and the calls of functions that they compute. Thread-safe.
 *
 * <p>A call waits in the queue of its function until a worker that has the function takes fewer
 * batches than it could; then it goes with those that wait behind it. So a call to an idle worker
 * goes at once and alone, and under load batches grow by themselves. One lock guards queues and
 * workers; nothing is encoded, decoded or sent in it.
 */
public final class WorkerPool implements WorkerFunctions.Caller, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

  /** Most workers at once; more are refused. */
  static final int MOST_WORKERS = 256;

  private static final int MOST_NOTES = 20;

  /** What a worker says of a call that it did not begin, as its batch was cancelled. */
  private static final String CANCELLED = "Cancelled";

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<WorkerFunctions.Versioned, FunctionPool> pools = new ConcurrentHashMap<>();
  private final Set<WorkerLink> links = new LinkedHashSet<>();
  private final int mostWaiting;
  private final Ticker ticker = new Ticker(this);
  private volatile Function<WorkerFunctions.Versioned, LongConsumer> times = _ -> _ -> {};
  private long lastBatch;
  private boolean closing;

  /**
   * @param mostWaiting most calls of one function that wait for a worker
   */
  public WorkerPool(int mostWaiting) {
    this.mostWaiting = mostWaiting;
  }

  /**
   * Has the nanoseconds of each call from now on told to what {@code of} gives for its function.
   */
  public void measure(Function<WorkerFunctions.Versioned, LongConsumer> of) {
    lock.lock();
    try {
      times = of;
      pools.forEach((function, pool) -> pool.times = of.apply(function));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Body body(WorkerFunctions.Versioned function) {
    return new Remote(function);
  }

  /** Calls one function. Thread-safe. */
  private final class Remote implements Body {
    private final WorkerFunctions.Versioned function;
    private volatile @Nullable FunctionPool pool;

    Remote(WorkerFunctions.Versioned function) {
      this.function = function;
    }

    @Override
    public @Nullable Object call(EventContext event, @Nullable Object[] arguments) {
      FunctionPool known = pool;
      if (known == null || known.retired) {
        known = poolOf(function);
        pool = known;
      }
      return WorkerPool.this.call(known, arguments);
    }

    @Override
    public boolean blocks() {
      return true;
    }
  }

  FunctionPool poolOf(WorkerFunctions.Versioned function) {
    FunctionPool known = pools.get(function);
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      ticker.start();
      return pools.computeIfAbsent(
          function,
          _ -> {
            var made = new FunctionPool(function);
            made.times = times.apply(function);
            links.forEach(link -> offer(link, made));
            return made;
          });
    } finally {
      lock.unlock();
    }
  }

  private static void offer(WorkerLink link, FunctionPool pool) {
    Offer offer = link.offers.get(pool.name());
    if (!link.draining && offer != null && offer.mismatch(pool.function).isEmpty()) {
      pool.links.put(link, offer);
    }
  }

  /** As the function's body, for those who are no rule. */
  public @Nullable Object call(WorkerFunctions.Versioned function, @Nullable Object[] arguments) {
    return call(poolOf(function), arguments);
  }

  /** The value, or a failure that says why there is none. Waits at most the function's timeout. */
  @Nullable Object call(FunctionPool pool, @Nullable Object[] arguments) {
    pool.calls.increment();
    Object size = pool.sizeOf(arguments);
    if (size instanceof Failure failure) {
      return count(pool, new Call.Failed(FailureKind.WRONG_ARGUMENT, failure));
    }
    var call = new Call(arguments.clone(), (Long) size, pool.timeoutNanos);
    List<SendOff> sendOffs;
    lock.lock();
    try {
      Call.Failed refused = refuse(pool, call.startedNanos);
      if (refused != null) {
        return count(pool, refused);
      }
      pool.earn();
      pool.queue.add(call);
      sendOffs = dispatch(pool);
    } finally {
      lock.unlock();
    }
    Object outcome;
    try (Outgoing traced = Trace.current().call("function " + pool.name())) {
      sendOffs.forEach(this::send);
      outcome = call.await();
      if (outcome instanceof Call.Failed failed) {
        traced.failed(failed.kind().text());
      }
    }
    pool.count(outcome instanceof Call.Failed ? 1 : 0, System.nanoTime() - call.startedNanos);
    return outcome instanceof Call.Failed failed ? count(pool, failed) : outcome;
  }

  private Call.@Nullable Failed refuse(FunctionPool pool, long nowNanos) {
    if (!pool.circuit.admits(nowNanos)) {
      return new Call.Failed(
          FailureKind.CIRCUIT_OPEN,
          Failure.traced(
              "CircuitOpen",
              "expected %s to answer, found no answer for a while; it is tried again every %d ms"
                  .formatted(pool.name(), Circuit.PAUSE.toMillis()),
              ""));
    }
    return pool.queue.size() < mostWaiting
        ? null
        : new Call.Failed(
            FailureKind.QUEUE_FULL,
            Failure.traced(
                "QueueFull",
                "expected at most workers.waiting=%d calls of %s that wait, found more"
                    .formatted(mostWaiting, pool.name()),
                ""));
  }

  private static Failure count(FunctionPool pool, Call.Failed failed) {
    java.util.Objects.requireNonNull(pool.failures.get(failed.kind())).increment();
    return failed.failure();
  }

  /** A batch that is on its way to a worker. */
  private record SendOff(WorkerLink link, SentBatch batch) {}

  /** Gives what waits to whoever is free. */
  private List<SendOff> dispatch(FunctionPool pool) {
    List<SendOff> sendOffs = List.of();
    while (!pool.queue.isEmpty()) {
      WorkerLink link = leastBusy(pool);
      if (link == null) {
        break;
      }
      List<Call> calls = pool.take();
      if (calls.isEmpty()) {
        break;
      }
      var batch =
          new SentBatch(
              ++lastBatch, pool, java.util.Objects.requireNonNull(pool.links.get(link)), calls);
      link.inFlight.put(batch.id, batch);
      pool.batches.increment();
      if (sendOffs.isEmpty()) {
        sendOffs = new ArrayList<>(1);
      }
      sendOffs.add(new SendOff(link, batch));
    }
    return sendOffs;
  }

  private static @Nullable WorkerLink leastBusy(FunctionPool pool) {
    WorkerLink best = null;
    for (WorkerLink link : pool.links.keySet()) {
      if (link.isFree()
          && (best == null
              || link.inFlight.size() < best.inFlight.size()
              || (link.inFlight.size() == best.inFlight.size()
                  && link.calls.sum() < best.calls.sum()))) {
        best = link;
      }
    }
    return best;
  }

  private void send(SendOff sendOff) {
    SentBatch batch = sendOff.batch;
    boolean sent;
    try {
      sent = sendOff.link.sendBatch(batch.message());
    } catch (RuntimeException e) {
      LOG.debug("a batch could not be sent to {}", sendOff.link.name, e);
      sent = false;
    }
    if (!sent) { // it is leaving: its calls go to another, as if they had never been given
      List<SendOff> others;
      lock.lock();
      try {
        sendOff.link.inFlight.remove(batch.id);
        sendOff.link.draining = true;
        batch.pool.links.remove(sendOff.link);
        requeue(batch.pool, batch.calls);
        others = dispatch(batch.pool);
      } finally {
        lock.unlock();
      }
      others.forEach(this::send);
    }
  }

  private static void requeue(FunctionPool pool, List<Call> calls) {
    calls.reversed().forEach(pool.queue::addFirst);
  }

  /** Results of calls came. Says what is wrong with them, or nothing. */
  String answer(WorkerLink link, Results results) {
    SentBatch batch;
    lock.lock();
    try {
      link.unanswered = 0;
      batch = link.inFlight.get(results.getBatch());
      String wrong = batch == null ? "" : place(batch, results);
      if (batch == null || !wrong.isEmpty()) {
        return wrong;
      }
      batch.pool.circuit.answered();
    } finally {
      lock.unlock();
    }
    complete(link, batch, results);
    List<SendOff> next = List.of();
    lock.lock();
    try {
      batch.answered.set(results.getFirst(), results.getFirst() + results.getCount());
      batch.progressNanos = System.nanoTime();
      if (batch.isAnswered()) {
        link.inFlight.remove(batch.id);
        next = freed(link, batch.pool);
      }
    } finally {
      lock.unlock();
    }
    next.forEach(this::send);
    return "";
  }

  private static String place(SentBatch batch, Results results) {
    int first = results.getFirst();
    int count = results.getCount();
    if (first < 0 || count < 1 || (long) first + count > batch.calls.size()) {
      return "expected results of calls below %d, found first=%s count=%s"
          .formatted(
              batch.calls.size(), Integer.toUnsignedString(first), Integer.toUnsignedString(count));
    }
    int answered = batch.answered.nextSetBit(first);
    if (answered >= 0 && answered < first + count) {
      return "expected one result of each call, found two of call " + answered;
    }
    return "";
  }

  /** A slot of a worker is free: its other functions have their turn before the same one again. */
  private List<SendOff> freed(WorkerLink link, FunctionPool last) {
    List<SendOff> sendOffs = List.of();
    for (String name : link.offers.keySet()) {
      for (FunctionPool pool : pools.values()) {
        if (pool != last && pool.name().equals(name) && pool.links.containsKey(link)) {
          sendOffs = joined(sendOffs, dispatch(pool));
        }
      }
    }
    return joined(sendOffs, dispatch(last));
  }

  private static List<SendOff> joined(List<SendOff> some, List<SendOff> more) {
    if (some.isEmpty() || more.isEmpty()) {
      return some.isEmpty() ? more : some;
    }
    var all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  private static void complete(WorkerLink link, SentBatch batch, Results results) {
    int first = results.getFirst();
    int count = results.getCount();
    long nanos = System.nanoTime() - batch.sentNanos;
    Map<Integer, CallFailure> failed = new LinkedHashMap<>();
    results.getFailuresList().forEach(failure -> failed.put(failure.getCall(), failure));
    var type = batch.offer.result();
    @Nullable Object @Nullable [] values =
        results.hasValues() ? Columns.decode(type, results.getValues(), count) : null;
    int failures = 0;
    for (int i = 0; i < count; i++) {
      Call call = batch.calls.get(first + i);
      CallFailure failure = failed.isEmpty() ? null : failed.get(first + i);
      Object value = values == null ? Columns.MISSING : values[i];
      if (failure != null && batch.moved && failure.getType().equals(CANCELLED)) {
        continue; // another has it
      }
      if (failure != null) {
        failures++;
        call.fail(FailureKind.RAISED, Tracebacks.of(failure));
      } else if (value == Columns.MISSING) {
        failures++;
        call.fail(
            FailureKind.WRONG_RESULT,
            Failure.traced(
                "TypeError",
                "expected %s from %s, found %s"
                    .formatted(
                        type.display(),
                        batch.pool.name(),
                        values == null ? Columns.nameOf(results.getValues()) : "None"),
                ""));
      } else {
        call.answer(value);
      }
      link.measures.count(0, nanos);
    }
    link.calls.add(count);
    link.failures.add(failures);
  }

  /** A worker said hello. Says why it may not join, or nothing. */
  String join(WorkerLink link) {
    List<SendOff> sendOffs = List.of();
    lock.lock();
    try {
      if (closing) {
        return "the node is stopping";
      }
      if (links.size() >= MOST_WORKERS) {
        return "expected at most %d workers, found more".formatted(MOST_WORKERS);
      }
      ticker.start();
      links.add(link);
      long now = System.nanoTime();
      for (FunctionPool pool : pools.values()) {
        offer(link, pool);
        if (pool.links.containsKey(link)) {
          pool.circuit.tryNow(now);
          sendOffs = joined(sendOffs, dispatch(pool));
        }
      }
    } finally {
      lock.unlock();
    }
    sendOffs.forEach(this::send);
    return "";
  }

  /** What a worker should log: functions that releases name otherwise. */
  List<String> notes(WorkerLink link) {
    var notes = new ArrayList<String>();
    lock.lock();
    try {
      for (FunctionPool pool : pools.values()) {
        Offer offer = link.offers.get(pool.name());
        String mismatch = offer == null ? "" : offer.mismatch(pool.function);
        if (!mismatch.isEmpty() && notes.size() < MOST_NOTES) {
          notes.add(mismatch + ": it is called once a release names it so");
        }
      }
    } finally {
      lock.unlock();
    }
    return notes;
  }

  /** Gives a worker no more batches. */
  void drain(WorkerLink link) {
    lock.lock();
    try {
      link.draining = true;
      pools.values().forEach(pool -> pool.links.remove(link));
    } finally {
      lock.unlock();
    }
    link.sendDrain();
  }

  /** A worker is gone: what it had is tried once more, each call alone. */
  void leave(WorkerLink link, String why) {
    List<SendOff> sendOffs = List.of();
    lock.lock();
    try {
      if (!links.remove(link)) {
        return;
      }
      link.draining = true;
      Set<FunctionPool> touched = new LinkedHashSet<>();
      pools.values().forEach(pool -> pool.links.remove(link));
      for (SentBatch batch : link.inFlight.values()) {
        retryAlone(batch, batch.open(), why);
        touched.add(batch.pool);
      }
      link.inFlight.clear();
      for (FunctionPool pool : touched) {
        sendOffs = joined(sendOffs, dispatch(pool));
      }
    } finally {
      lock.unlock();
    }
    sendOffs.forEach(this::send);
  }

  private static void retryAlone(SentBatch batch, List<Call> calls, String why) {
    var again = new ArrayList<Call>();
    long now = System.nanoTime();
    for (Call call : calls) {
      if (call.isDone()) {
        continue;
      }
      if (call.retried || !batch.pool.pay()) {
        batch.pool.circuit.missed(now);
        call.fail(
            FailureKind.DIED,
            Failure.traced(
                "WorkerDied",
                "expected a result of %s, found that its worker %s"
                    .formatted(batch.pool.name(), why),
                ""));
      } else {
        call.retried = true;
        call.alone = true;
        again.add(call);
      }
    }
    requeue(batch.pool, again);
  }

  /** What is to be done from time to time; {@link Ticker} calls it. */
  void tick(long nowNanos) {
    List<SendOff> sendOffs = List.of();
    var actions = new ArrayList<Runnable>();
    lock.lock();
    try {
      for (FunctionPool pool : pools.values()) {
        expire(pool, nowNanos);
      }
      for (WorkerLink link : links) {
        for (SentBatch batch : link.inFlight.values()) {
          look(link, batch, nowNanos, actions);
        }
      }
      for (FunctionPool pool : pools.values()) {
        if (!pool.queue.isEmpty()) {
          sendOffs = joined(sendOffs, dispatch(pool));
        }
      }
    } finally {
      lock.unlock();
    }
    sendOffs.forEach(this::send);
    actions.forEach(Runnable::run);
  }

  private static void expire(FunctionPool pool, long nowNanos) {
    for (Call first = pool.queue.peek();
        first != null && (first.isDone() || first.isLate(nowNanos));
        first = pool.queue.peek()) {
      pool.queue.remove();
      Call.Failed late = pool.lateInQueue();
      if (first.fail(late.kind(), late.failure())) {
        pool.circuit.missed(nowNanos);
      }
    }
  }

  private void look(WorkerLink link, SentBatch batch, long nowNanos, List<Runnable> actions) {
    long timeout = batch.pool.timeoutNanos;
    if (!batch.moved
        && nowNanos - batch.progressNanos > timeout / 2
        && batch.pool.links.size() > (batch.pool.links.containsKey(link) ? 1 : 0)) {
      batch.moved = true;
      move(link, batch, actions);
    }
    for (Call call : batch.open()) {
      if (call.isLate(nowNanos)
          && call.fail(
              FailureKind.TIMEOUT,
              Failure.traced(
                  "TimeoutError",
                  "expected a result of %s within %d ms, found none; worker %s computes it still"
                      .formatted(
                          batch.pool.name(),
                          batch.pool.function.declaration().timeout().toMillis(),
                          link.name),
                  ""))) {
        batch.pool.circuit.missed(nowNanos);
        batch.hungNanos = batch.hungNanos == 0 ? nowNanos : batch.hungNanos;
      }
    }
    long grace = Math.max(timeout, Ticker.HUNG_GRACE.toNanos());
    if (batch.hungNanos != 0 && nowNanos - batch.hungNanos > grace) {
      actions.add(() -> hung(link, batch.pool.name()));
    }
  }

  /* The first call without a result hangs where calls are computed one by one, so those behind it
   * go to others. Where a batch is computed as a whole any may hang: each is tried alone. */
  private static void move(WorkerLink link, SentBatch batch, List<Runnable> actions) {
    List<Call> open = batch.open();
    if (batch.offer.wholeBatches()) {
      if (open.size() > 1) {
        var again = new ArrayList<Call>();
        for (Call call : open) {
          if (!call.retried && !call.isDone() && batch.pool.pay()) {
            call.retried = true;
            call.alone = true;
            again.add(call);
          }
        }
        requeue(batch.pool, again);
      }
      return;
    }
    if (open.size() > 1) {
      requeue(batch.pool, open.subList(1, open.size()));
      actions.add(() ->
          link.send(
              ToWorker.newBuilder().setCancel(Cancel.newBuilder().setBatch(batch.id)).build()));
    }
  }

  private void hung(WorkerLink link, String function) {
    LOG.warn("a call of {} hangs in worker {}, which is ended", function, link.name);
    leave(link, "hangs in another call");
    link.end(Status.ABORTED, "a call of %s hangs in this worker".formatted(function));
    link.ended.kill();
  }

  /** Asks each worker whether it is there, and drops those that have not said so for long. */
  void ping(long id, int mostUnanswered) {
    var silent = new ArrayList<WorkerLink>();
    var asked = new ArrayList<WorkerLink>();
    lock.lock();
    try {
      for (WorkerLink link : links) {
        (link.unanswered++ < mostUnanswered ? asked : silent).add(link);
      }
    } finally {
      lock.unlock();
    }
    asked.forEach(link -> link.ping(id));
    for (WorkerLink link : silent) {
      LOG.warn("worker {} did not answer {} pings, and is dropped", link.name, mostUnanswered);
      leave(link, "fell silent");
      link.end(Status.UNAVAILABLE, "expected answers to pings, found none");
      link.ended.kill();
    }
  }

  void heard(WorkerLink link) {
    lock.lock();
    try {
      link.unanswered = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Functions of these that no worker has. */
  public List<WorkerFunctions.Versioned> missing(Collection<WorkerFunctions.Versioned> functions) {
    functions.forEach(this::poolOf);
    lock.lock();
    try {
      return functions.stream().filter(each -> poolOf(each).links.isEmpty()).toList();
    } finally {
      lock.unlock();
    }
  }

  /** The workers that are there, in the order in which they joined. */
  public List<WorkerReport> workers() {
    lock.lock();
    try {
      return links.stream().map(WorkerLink::report).toList();
    } finally {
      lock.unlock();
    }
  }

  /** The functions that releases call, by name. */
  public List<WorkerReport.OfFunction> functions() {
    lock.lock();
    try {
      return pools.values().stream()
          .map(FunctionPool::report)
          .sorted(Comparator.comparing(WorkerReport.OfFunction::name))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Forgets functions that no worker has, no call waits for and nobody called for a while.
   *
   * @param needed those that releases here call
   */
  void forget(Collection<WorkerFunctions.Versioned> needed) {
    lock.lock();
    try {
      pools
          .values()
          .removeIf(pool -> {
            boolean quiet = pool.calls.sum() == pool.callsAtUpkeep;
            pool.callsAtUpkeep = pool.calls.sum();
            boolean gone = quiet && pool.queue.isEmpty() && !needed.contains(pool.function);
            pool.retired = gone;
            return gone;
          });
    } finally {
      lock.unlock();
    }
  }

  /** Ends the streams of all workers; no call is in progress by then. */
  @Override
  public void close() {
    List<WorkerLink> all;
    lock.lock();
    try {
      closing = true;
      all = List.copyOf(links);
    } finally {
      lock.unlock();
    }
    ticker.close();
    for (WorkerLink link : all) {
      leave(link, "left with the node");
      link.end(Status.UNAVAILABLE, "the node is stopping");
    }
  }
}
