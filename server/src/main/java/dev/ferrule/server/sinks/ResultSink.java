package dev.ferrule.server.sinks;

import dev.ferrule.server.results.Result;
import java.util.List;
import java.util.Map;

/**
 * Takes results to another system. To add one, put a jar with {@code
 * META-INF/services/dev.ferrule.server.sinks.ResultSink} into {@code events.sinks_directory}.
 *
 * <p>A sink gets all results in their order, on one thread of its own, and each at least once: what
 * {@link #write} did not return from comes again, after a crash too. So it should write by the
 * event's id where it can.
 */
public interface ResultSink {
  /** Names it: in {@code NAME.properties}, metrics and its checkpoint. Letters, digits, _ and -. */
  String name();

  /**
   * Called once before the first write; when it throws, it is called again after a while.
   *
   * @param settings what stands in {@code NAME.properties} beside the jar; empty without that file
   */
  void open(Map<String, String> settings) throws Exception;

  /**
   * Takes results; they count as taken when it returns.
   *
   * @throws IllegalArgumentException when it will never take one of them: they are then written one
   *     by one, and those that it refuses become dead letters
   * @throws Exception when it cannot take them now: they are written again after a while
   */
  void write(List<Result> results) throws Exception;

  /** Called once when the node stops. */
  void close() throws Exception;
}
