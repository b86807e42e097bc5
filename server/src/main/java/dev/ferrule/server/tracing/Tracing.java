package dev.ferrule.server.tracing;

import dev.ferrule.server.config.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows requests: their stages always, as metrics and in the log of slow ones; as spans when
 * {@code tracing.endpoint} is set. Thread-safe.
 */
public final class Tracing implements AutoCloseable {
  private final Map<Stage, Timer> timers = new EnumMap<>(Stage.class);
  private final SlowRequests slow;
  private final @Nullable SpanExport export;

  /**
   * @param version of the node
   * @param node its name among others
   */
  public Tracing(Settings settings, String version, String node, MeterRegistry meters) {
    for (Stage stage : Stage.values()) {
      timers.put(
          stage,
          Timer.builder("ferrule_stage_seconds")
              .tag("stage", stage.text())
              .publishPercentileHistogram()
              .minimumExpectedValue(Duration.ofNanos(50_000))
              .maximumExpectedValue(Duration.ofSeconds(30))
              .register(meters));
    }
    this.slow = new SlowRequests(settings.duration("log.slow_requests"), meters);
    this.export = SpanExport.of(settings, version, node, meters);
  }

  /** For parts that stand alone: nothing is logged, exported or kept. */
  public static Tracing off() {
    return new Tracing(Settings.defaults(), "", "", new SimpleMeterRegistry());
  }

  /**
   * Begins a request.
   *
   * @param method as {@code POST}, or the protocol
   * @param route what is asked for, as {@code /v1/events}
   * @param header gives the request's headers, for the trace that it may belong to
   * @param startedNanos when it came, by {@link System#nanoTime}
   */
  public Trace request(
      String method, String route, Function<String, @Nullable String> header, long startedNanos) {
    var span = export == null ? null : export.request(method + " " + route, header);
    return new Trace(this, span, startedNanos);
  }

  /** Begins a call that belongs to no request. */
  public Outgoing call(String name) {
    return export == null ? Outgoing.UNTRACED : new Outgoing(export.call(name));
  }

  void count(Stage stage, long nanos) {
    Objects.requireNonNull(timers.get(stage)).record(nanos, TimeUnit.NANOSECONDS);
  }

  void ended(Trace trace, String method, String route, String status, long tookNanos) {
    slow.look(trace, method, route, status, tookNanos);
  }

  /** Sends what waits, for a few seconds at most. */
  @Override
  public void close() {
    if (export != null) {
      export.close();
    }
  }
}
