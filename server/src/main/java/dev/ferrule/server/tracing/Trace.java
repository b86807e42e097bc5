package dev.ferrule.server.tracing;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: how long its stages took and, when it is traced, its span. Thread-safe:
 * the events of one request may be evaluated at once, and their times add up.
 */
@SuppressWarnings("EnumOrdinal") // an array: each request has one
public final class Trace {
  private static final ScopedValue<Trace> CURRENT = ScopedValue.newInstance();
  private static final Stage[] STAGES = Stage.values();

  /** A request of many events has no span for each of their stages. */
  private static final int MOST_SPANS = 128;

  /** What is measured outside of any request; after the constants that it is made with. */
  public static final Trace NONE = new Trace(null, null, System.nanoTime());

  private final @Nullable Tracing tracing;
  private final @Nullable TracedSpan span;
  private final long startedNanos;
  private final AtomicLongArray nanos = new AtomicLongArray(STAGES.length);
  private final AtomicInteger spans = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();

  Trace(@Nullable Tracing tracing, @Nullable TracedSpan span, long startedNanos) {
    this.tracing = tracing;
    this.span = span;
    this.startedNanos = startedNanos;
  }

  /** That of the request which this thread works for, or {@link #NONE}. */
  public static Trace current() {
    return CURRENT.orElse(NONE);
  }

  /** Makes it the current one while {@code work} is done. */
  public <R, X extends Throwable> R run(ScopedValue.CallableOp<R, X> work) throws X {
    return ScopedValue.where(CURRENT, this).call(work);
  }

  /** As {@code work}, with this as the current one, for another thread. */
  public Runnable carry(Runnable work) {
    return this == NONE ? work : () -> ScopedValue.where(CURRENT, this).run(work);
  }

  /**
   * Notes that a stage ended just now.
   *
   * @param started when it began, by {@link System#nanoTime}
   * @return now, at which the next one may begin
   */
  public long ended(Stage stage, long started) {
    long now = System.nanoTime();
    if (tracing != null) {
      nanos.addAndGet(stage.ordinal(), now - started);
      tracing.count(stage, now - started);
      TracedSpan own = span;
      if (own != null && own.isRecording() && spans.incrementAndGet() <= MOST_SPANS) {
        own.past(stage.text(), started, now);
      }
    }
    return now;
  }

  /** Begins a call of something outside of the node; to be closed at its end. */
  public Outgoing call(String name) {
    TracedSpan own = span;
    boolean asked = own != null && spans.incrementAndGet() <= MOST_SPANS;
    return asked && own != null ? new Outgoing(own.call(name)) : Outgoing.UNTRACED;
  }

  /**
   * Ends it; only the first end counts.
   *
   * @param method and {@code route} name what was asked for
   * @param status how it ended, as {@code 200} or {@code UNAVAILABLE}
   * @param ok whether the node is not to blame
   */
  public void end(String method, String route, String status, boolean ok) {
    if (tracing == null || !ended.compareAndSet(false, true)) {
      return;
    }
    tracing.ended(this, method, route, status, System.nanoTime() - startedNanos);
    if (span != null) {
      span.end(method, route, status, ok);
    }
  }

  /** Gives each stage that took time, in milliseconds. */
  void stages(BiConsumer<Stage, Double> each) {
    for (Stage stage : STAGES) {
      long took = nanos.get(stage.ordinal());
      if (took > 0) {
        each.accept(stage, took / 1e6);
      }
    }
  }

  /** The trace's id in hexadecimal, or null when there is no trace. */
  @Nullable String id() {
    return span == null ? null : span.traceId();
  }
}
