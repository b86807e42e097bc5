package dev.ferrule.server.http;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.server.auth.Role;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.releases.RuleSource;
import dev.ferrule.server.results.Result;
import dev.ferrule.server.results.ResultFilter;
import dev.ferrule.server.results.ResultJson;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.server.results.ResultPlace;
import dev.ferrule.server.results.ResultQueries;
import dev.ferrule.server.results.ResultQueries.By;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of events: found, counted, explained and followed. */
final class ResultRoutes {
  private static final int MOST_INTERVALS = 2_000;
  private static final int DEFAULT_INTERVALS = 60;

  private final ResultLog log;
  private final ResultQueries queries;
  private final InstantSource clock;
  private final ResultStream stream;
  private final ExplainRoute explain;

  ResultRoutes(
      ResultLog log,
      ResultQueries queries,
      Releases releases,
      RuleSource rules,
      InstantSource clock) {
    this.log = log;
    this.queries = queries;
    this.clock = clock;
    this.stream = new ResultStream(log);
    this.explain = new ExplainRoute(log, releases, rules);
  }

  List<Route> routes() {
    return List.of(
        get("/v1/events", this::list),
        get("/v1/events/counts", this::counts),
        get("/v1/events/top", this::top),
        get("/v1/events/stream", stream),
        get("/v1/events/{id}", this::one),
        get("/v1/events/{id}/explain", explain));
  }

  private static Route get(String path, Route.Handler handler) {
    return new Route(HttpMethod.GET, path, Role.READ, Route.Kind.NORMAL, handler);
  }

  private Response list(Request request) {
    var parameters = new ResultParameters(request, "limit", "after");
    int limit = parameters.limit(50, 1_000);
    var page = queries.page(parameters.filter(), parameters.after(), limit);
    var out = new JsonWriter(1_024 * Math.max(1, page.results().size()));
    out.beginObject().name("events").beginArray();
    for (ResultQueries.Found found : page.results()) {
      ResultJson.write(found.result(), ResultJson.Detail.SHORT, out);
    }
    out.endArray();
    next(page.next(), out);
    return json(out.endObject());
  }

  private Response one(Request request) {
    var out = new JsonWriter(4_096);
    ResultJson.write(result(log, request), ResultJson.Detail.WHOLE, out);
    return json(out);
  }

  /** The result of the event that the path names. */
  static Result result(ResultLog log, Request request) {
    Result result = null;
    try {
      result = log.find(Long.parseLong(request.path("id")));
    } catch (NumberFormatException e) {
      // no event has such an id
    }
    if (result == null) {
      throw new FerruleException(
          ErrorCode.EVENT_NOT_FOUND,
          "expected the id of an event whose result is kept, found none; results are kept for"
              + " events.retention");
    }
    return result;
  }

  static Response json(JsonWriter out) {
    return new Response.Whole(200, Response.JSON, out.copy(), Map.of());
  }

  private static void next(@Nullable ResultPlace next, JsonWriter out) {
    out.name("next").value(next == null ? null : next.text());
  }

  private Response counts(Request request) {
    var parameters = new ResultParameters(request, "interval", "by", "after");
    By by = parameters.by(List.of(By.ACTION, By.RULE, By.VERDICT, By.RELEASE));
    long interval = parameters.interval().toMillis();
    ResultFilter given = parameters.filter();
    long to = parameters.time("to", clock.millis() + 1);
    long earliest = parameters.time("from", to - (DEFAULT_INTERVALS - 1) * interval);
    long from = Math.floorDiv(earliest, interval) * interval;
    long intervals = Math.ceilDiv(to - from, interval);
    if (intervals < 1 || intervals > MOST_INTERVALS) {
      throw ResultParameters.invalid(
          "expected 1 to %d intervals from ?from to ?to, found %d; take a longer ?interval"
              .formatted(MOST_INTERVALS, intervals));
    }
    var counts =
        queries.counts(between(given, from, to), parameters.after(), interval, (int) intervals, by);
    var out = new JsonWriter(4_096);
    out.beginObject().name("from").value(Instant.ofEpochMilli(from).toString());
    out.name("to").value(Instant.ofEpochMilli(to).toString());
    out.name("interval_s").value(interval / 1_000);
    out.name("counts");
    numbers(counts.totals(), out);
    if (by != null) {
      out.name("by").value(ResultParameters.lower(by)).name("series").beginArray();
      counts
          .rows()
          .forEach((name, row) -> {
            out.beginObject().name("name").value(name).name("counts");
            numbers(row, out);
            out.endObject();
          });
      out.endArray();
    }
    next(counts.next(), out);
    return json(out.endObject());
  }

  private static ResultFilter between(ResultFilter given, long from, long to) {
    return new ResultFilter(
        from, to, given.action(), given.entity(), given.rule(), given.verdict(), given.release());
  }

  private static void numbers(long[] numbers, JsonWriter out) {
    out.beginArray();
    for (long number : numbers) {
      out.value(number);
    }
    out.endArray();
  }

  private Response top(Request request) {
    var parameters = new ResultParameters(request, "by", "limit", "after");
    By by = parameters.by(ResultParameters.all());
    if (by == null) {
      throw ResultParameters.invalid(
          "expected ?by with action, rule, verdict, release or entity, found none");
    }
    int limit = parameters.limit(10, 1_000);
    var top = queries.top(parameters.filter(), parameters.after(), by, limit);
    var out = new JsonWriter(1_024);
    out.beginObject().name("by").value(ResultParameters.lower(by));
    out.name("events").value(top.results()).name("exact").value(top.exact());
    out.name("top").beginArray();
    top.counts()
        .forEach((name, count) ->
            out.beginObject()
                .name("name")
                .value(name)
                .name("count")
                .value((long) count)
                .endObject());
    out.endArray();
    next(top.next(), out);
    return json(out.endObject());
  }
}
