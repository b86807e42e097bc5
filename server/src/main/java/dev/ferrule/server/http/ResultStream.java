package dev.ferrule.server.http;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.server.results.LogPosition;
import dev.ferrule.server.results.Result;
import dev.ferrule.server.results.ResultBlock;
import dev.ferrule.server.results.ResultFilter;
import dev.ferrule.server.results.ResultJson;
import dev.ferrule.server.results.ResultLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Results as they come, as server-sent events. What is recent stands in memory once for all
 * clients; a client that falls behind it is told so and dropped. Thread-safe.
 */
final class ResultStream implements Route.Handler {
  private static final int MOST_STREAMS = 64;
  private static final int BLOCKS_AT_ONCE = 16;
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final ResultLog log;
  private final AtomicInteger open = new AtomicInteger();

  ResultStream(ResultLog log) {
    this.log = log;
  }

  @Override
  public Response handle(Request request) {
    ResultFilter filter = new ResultParameters(request).filter();
    if (open.get() >= MOST_STREAMS) {
      throw new FerruleException(
          ErrorCode.LIMIT_REACHED,
          "expected at most %d streams of results at once, found more; try again"
              .formatted(MOST_STREAMS));
    }
    return new Response.Endless(
        "text/event-stream",
        output -> {
          open.incrementAndGet();
          try {
            follow(filter, output);
          } finally {
            open.decrementAndGet();
          }
        });
  }

  private void follow(ResultFilter filter, Response.Output output) throws IOException {
    LogPosition at = log.newest();
    output.write(": results as they come\n\n");
    try {
      while (true) {
        if (!log.awaitNewer(at.sequence(), HEARTBEAT)) {
          output.write(": still here\n\n");
        } else if (!log.isRecent(at.sequence())) {
          long missed = log.newest().ordinal() - at.ordinal();
          end("expected a client that keeps up, found one too slow", missed, output);
          return;
        } else {
          at = write(log.readAfter(at.sequence(), BLOCKS_AT_ONCE), filter, at, output);
        }
      }
    } catch (InterruptedException e) {
      end("the node is stopping", 0, output);
    }
  }

  private static LogPosition write(
      List<ResultBlock> blocks, ResultFilter filter, LogPosition at, Response.Output output)
      throws IOException {
    LogPosition now = at;
    var out = new JsonWriter(8_192);
    for (ResultBlock block : blocks) {
      var piece = new StringBuilder();
      for (Result result : block.results()) {
        if (filter.test(result)) {
          out.reset();
          ResultJson.write(result, ResultJson.Detail.SHORT, out);
          piece.append("event: result\ndata: ").append(out).append("\n\n");
        }
      }
      if (!piece.isEmpty()) {
        output.write(piece.toString());
      }
      now = new LogPosition(block.sequence(), block.end());
    }
    return now;
  }

  private static void end(String reason, long missed, Response.Output output) throws IOException {
    var out = new JsonWriter(128);
    out.beginObject().name("reason").value(reason).name("missed").value(missed).endObject();
    output.write("event: end\ndata: " + out + "\n\n");
  }
}
