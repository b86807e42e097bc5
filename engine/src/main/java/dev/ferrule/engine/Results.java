package dev.ferrule.engine;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.evaluation.EvaluationError;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What became of a batch of events, in their order. Immutable once its job has ended. */
public final class Results {
  /** How many refusals and errors are told one by one; all are counted. */
  static final int MOST_TOLD = 100;

  private final List<@Nullable Part> parts = new ArrayList<>();
  private List<Refusal> refusals = List.of();
  private List<Failed> errors = List.of();
  private long bytes;
  private long events;
  private long refused;
  private long failed;
  private long lines;

  /**
   * A line that was not evaluated.
   *
   * @param line its number, from 1
   * @param code of the error
   */
  public record Refusal(long line, String code, String message) {}

  /**
   * An expression that had no value.
   *
   * @param line of the event, from 1
   * @param path of the file of rules
   * @param row in that file, from 1
   */
  public record Failed(long line, String path, int row, String message) {}

  /** The results of one piece of the batch. Confined to the thread that makes it. */
  static final class Part {
    final List<Refusal> refusals = new ArrayList<>();
    final List<Failed> errors = new ArrayList<>();
    byte[] json = {};
    long events;
    long refused;
    long failed;

    void refuse(long line, FerruleException e) {
      if (refused++ < MOST_TOLD) {
        refusals.add(new Refusal(line, e.code().id(), String.valueOf(e.getMessage())));
      }
    }

    void fail(long line, EvaluationError error) {
      if (failed++ < MOST_TOLD) {
        var span = error.at().span();
        errors.add(new Failed(line, span.file().path(), span.line(), error.message()));
      }
    }
  }

  synchronized void put(int number, Part part) {
    while (parts.size() <= number) {
      parts.add(null);
    }
    parts.set(number, part);
  }

  /* The parts are all there. */
  synchronized Results end(long lineCount) {
    var told = new ArrayList<Refusal>();
    var toldErrors = new ArrayList<Failed>();
    for (Part part : parts) {
      if (part != null) {
        bytes += part.json.length;
        events += part.events;
        refused += part.refused;
        failed += part.failed;
        told.addAll(part.refusals);
        toldErrors.addAll(part.errors);
      }
    }
    refusals = told.stream().limit(MOST_TOLD).toList();
    errors = toldErrors.stream().limit(MOST_TOLD).toList();
    lines = lineCount;
    return this;
  }

  /** The length of all results as JSON lines. */
  public long bytes() {
    return bytes;
  }

  /** How many events were evaluated. */
  public long events() {
    return events;
  }

  /** How many lines were no events. */
  public long refused() {
    return refused;
  }

  /** How many failures counted, in all events. */
  public long failed() {
    return failed;
  }

  /** How many lines there were up to here, those of batches before included. */
  public long lines() {
    return lines;
  }

  /** The first refusals and failures: {@code {"refusals": [...], "errors": [...]}}. */
  public String told() {
    return JsonMapper.shared()
        .writeValueAsString(java.util.Map.of("refusals", refusals, "errors", errors));
  }

  /** Writes all results as JSON lines from the buffer's start; all cores take part. */
  public synchronized void copyTo(ByteBuffer target) {
    var starts = new int[parts.size()];
    int at = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = at;
      at += json(i).length;
    }
    IntStream.range(0, starts.length).parallel().forEach(i -> target.put(starts[i], json(i)));
  }

  private byte[] json(int number) {
    Part part = parts.get(number);
    return part == null ? new byte[0] : part.json;
  }
}
