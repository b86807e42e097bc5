package dev.ferrule.server.releases;

import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.rules.bytecode.Evaluator;
import dev.ferrule.rules.bytecode.Program;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A release that is compiled and can evaluate. It is closed when it is retired and the last
 * evaluation in progress has ended. Thread-safe.
 */
public final class LiveRelease {
  private static final int MOST_IDLE_SEATS = 64;

  private final String hash;
  private final Program program;
  private final boolean blocks;
  private final Runnable close;
  private final FunctionNeeds needs;
  private final ConcurrentLinkedQueue<Seat> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger idleSeats = new AtomicInteger();
  private final Map<String, LongAdder> hits = new ConcurrentHashMap<>();
  private final Measures measures = new Measures();

  /** Evaluations in progress, and one more until the release is retired. */
  private final AtomicInteger users = new AtomicInteger(1);

  private volatile boolean retired;

  /** What one evaluation uses: confined to it between {@link #enter} and {@link #leave}. */
  public static final class Seat {
    public final Evaluator evaluator;
    public final JsonWriter features = new JsonWriter(2_048);
    public final JsonWriter effects = new JsonWriter(256);

    private Seat(Evaluator evaluator) {
      this.evaluator = evaluator;
    }
  }

  /**
   * @param hash the content hash of its files
   * @param close releases what the program holds besides memory
   * @param needs what it needs of workers
   */
  public LiveRelease(String hash, Program program, Runnable close, FunctionNeeds needs) {
    this.hash = hash;
    this.program = program;
    this.blocks = program.blocks();
    this.close = close;
    this.needs = needs;
  }

  /** The content hash of its files, in hexadecimal. */
  public String hash() {
    return hash;
  }

  /** Each label of its configuration, with the entity types it is for. */
  public Map<String, List<String>> labels() {
    return program.labels();
  }

  /** What it needs of workers. */
  public FunctionNeeds needs() {
    return needs;
  }

  /** Whether an evaluation is in progress. */
  public boolean isInUse() {
    return users.get() > (retired ? 0 : 1);
  }

  /** Whether an evaluation may wait for something. */
  public boolean blocks() {
    return blocks;
  }

  /** A seat for one evaluation, to be left; null when the release was retired meanwhile. */
  public @Nullable Seat enter() {
    int now = users.get();
    while (now > 0) {
      if (users.compareAndSet(now, now + 1)) {
        Seat seat = idle.poll();
        if (seat != null) {
          idleSeats.decrementAndGet();
          return seat;
        }
        return new Seat(program.newEvaluator());
      }
      now = users.get();
    }
    return null;
  }

  /** Gives the seat back. */
  public void leave(Seat seat) {
    seat.features.reset();
    seat.effects.reset();
    if (idleSeats.incrementAndGet() <= MOST_IDLE_SEATS) {
      idle.add(seat);
    } else {
      idleSeats.decrementAndGet();
    }
    done();
  }

  /** No new evaluations; what it holds is released when those in progress have ended. */
  public void retire() {
    retired = true;
    done();
  }

  private void done() {
    if (users.decrementAndGet() == 0) {
      idle.clear();
      close.run();
    }
  }

  /** Counts what one evaluation came to. */
  public void count(List<String> fired, int errors, long nanos) {
    measures.count(errors, nanos);
    for (String rule : fired) {
      LongAdder adder = hits.get(rule);
      if (adder == null) {
        adder = hits.computeIfAbsent(rule, _ -> new LongAdder());
      }
      adder.increment();
    }
  }

  /** Counts an evaluation that failed as a whole, for which an event is not to blame. */
  public void countFailure(long nanos) {
    measures.count(1, nanos);
  }

  /** How often each rule fired since the release was compiled; rules that never did are absent. */
  public Map<String, Long> hits() {
    var counts = new java.util.TreeMap<String, Long>();
    hits.forEach((rule, adder) -> counts.put(rule, adder.sum()));
    return counts;
  }

  /** How often a rule fired since the release was compiled. */
  long hits(String rule) {
    LongAdder adder = hits.get(rule);
    return adder == null ? 0 : adder.sum();
  }

  /** Events, errors and times since the release was compiled. */
  public Measures measures() {
    return measures;
  }
}
