package dev.ferrule.server.workers;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker as it is listed. Immutable.
 *
 * @param processId of its process, on its host
 * @param release the hash of the sources that it was started for, or empty
 * @param functions each with its version, or an empty one
 * @param draining whether it gets no more batches
 * @param batches in progress
 * @param callsInFlight calls in progress
 * @param p50Nanos from sending a batch to the result of a call, over its life; 0 without any
 */
public record WorkerReport(
    String name,
    String language,
    long processId,
    String release,
    Instant joined,
    Map<String, String> functions,
    boolean draining,
    int concurrency,
    int batches,
    int callsInFlight,
    long calls,
    long failures,
    long p50Nanos,
    long p99Nanos) {
  public WorkerReport {
    functions = Map.copyOf(functions);
  }

  /**
   * A function that releases call. Immutable.
   *
   * @param version the one that the release names, or null when any will do
   * @param workers how many have it
   * @param waiting calls that wait for a worker
   * @param circuit {@code closed}, {@code open} or {@code half_open}
   * @param circuitOpened how often the circuit opened
   * @param failures by kind; kinds that did not happen are absent
   * @param p50Nanos from a call to its result; 0 without any
   */
  public record OfFunction(
      String name,
      @Nullable String version,
      int workers,
      int waiting,
      String circuit,
      long circuitOpened,
      long calls,
      long batches,
      Map<String, Long> failures,
      long p50Nanos,
      long p99Nanos) {
    public OfFunction {
      failures = Map.copyOf(failures);
    }
  }
}
