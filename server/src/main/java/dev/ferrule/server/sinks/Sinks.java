package dev.ferrule.server.sinks;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.deadletters.DeadLetter;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.server.results.Result;
import dev.ferrule.server.results.ResultFollower;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.store.Store;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Where results go on this node, each place with a thread and a checkpoint. Thread-safe. */
public final class Sinks implements AutoCloseable {
  private static final String FOLLOWER = "sink/";

  private final Store store;
  private final ResultLog results;
  private final DeadLetters deadLetters;
  private final @Nullable SinkJars jars;
  private final List<SinkRunner> runners = new ArrayList<>();

  /**
   * How a sink does.
   *
   * @param name its name
   * @param written results it took, since the start
   * @param failed attempts that failed, since the start
   * @param behind results that it has still to take
   */
  public record Counts(String name, long written, long failed, long behind) {}

  /**
   * @param jsonlFile where results are appended as JSON; empty for nowhere
   * @param directory jars with sinks; empty for none
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID} when the jars have no sinks
   */
  public Sinks(
      Store store, ResultLog results, DeadLetters deadLetters, String jsonlFile, String directory) {
    this.store = store;
    this.results = results;
    this.deadLetters = deadLetters;
    if (!jsonlFile.isEmpty()) {
      add(new JsonlSink(Path.of(jsonlFile)), Map::of);
    }
    this.jars = directory.isEmpty() ? null : SinkJars.open(Path.of(directory));
    if (jars != null) {
      jars.sinks().forEach(sink -> add(sink, () -> jars.settings(sink.name())));
    }
  }

  private void add(ResultSink sink, Callable<Map<String, String>> settings) {
    if (counts().stream().anyMatch(other -> other.name().equals(sink.name()))) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID, "expected a name of its own for each sink, found one twice");
    }
    var follower = results.follow(FOLLOWER + sink.name(), ResultFollower.Start.NEWEST);
    runners.add(new SinkRunner(sink, settings, follower, store, deadLetters));
  }

  /** Begins to give results to the sinks, from where each has come to. */
  public void start() {
    runners.forEach(SinkRunner::start);
  }

  public List<Counts> counts() {
    return runners.stream()
        .map(r -> new Counts(r.sink().name(), r.written(), r.failed(), r.behind()))
        .toList();
  }

  /**
   * Gives a sink again the result that it refused.
   *
   * @throws FerruleException when the sink or the result is gone, or it refuses again
   */
  public void replay(DeadLetter letter) {
    String name = letter.content().name();
    SinkRunner runner =
        runners.stream()
            .filter(each -> each.sink().name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new FerruleException(
                    ErrorCode.SINK_FAILED, "expected the sink of the dead letter, found none"));
    long id = ByteBuffer.wrap(letter.content().original()).getLong();
    Result result = results.find(id);
    if (result == null) {
      throw new FerruleException(
          ErrorCode.EVENT_NOT_FOUND, "expected the result of event=%d, found none".formatted(id));
    }
    runner.giveAgain(result);
    deadLetters.delete(letter.id());
  }

  @Override
  public void close() {
    runners.forEach(SinkRunner::close);
    if (jars != null) {
      jars.close();
    }
  }
}
