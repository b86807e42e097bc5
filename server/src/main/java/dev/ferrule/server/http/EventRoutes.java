package dev.ferrule.server.http;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.server.auth.Role;
import dev.ferrule.server.events.Evaluated;
import dev.ferrule.server.events.EventEngine;
import dev.ferrule.server.events.Incoming;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.events.OrderedEvents;
import dev.ferrule.server.inbox.Inbox;
import dev.ferrule.server.tracing.Stage;
import dev.ferrule.server.tracing.Trace;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Takes events in. */
final class EventRoutes {
  private static final String NDJSON = "application/x-ndjson";
  private static final int AT_ONCE = 512;

  private final Intake intake;
  private final EventEngine engine;
  private final OrderedEvents ordered;
  private final Inbox inbox;

  EventRoutes(Intake intake, EventEngine engine, OrderedEvents ordered, Inbox inbox) {
    this.intake = intake;
    this.engine = engine;
    this.ordered = ordered;
    this.inbox = inbox;
  }

  List<Route> routes() {
    Route.LoopHandler post = this::post;
    return List.of(new Route(HttpMethod.POST, "/v1/events", Role.WRITE, Route.Kind.NORMAL, post));
  }

  private CompletionStage<Response> post(Request request) {
    String mode = request.queryOr("mode", "sync");
    if (!mode.equals("sync") && !mode.equals("async")) {
      throw Fields.malformed("expected sync or async in ?mode, found another");
    }
    String type = request.mediaType();
    boolean many = type.equals(NDJSON);
    if (!many && !type.isEmpty() && !type.equals(Response.JSON) && !type.endsWith("+json")) {
      throw new FerruleException(
          ErrorCode.REQUEST_MEDIA_TYPE,
          "expected application/json or " + NDJSON + ", found " + type);
    }
    if (mode.equals("async")) {
      return many ? acceptMany(request) : accept(request);
    }
    boolean withFeatures = withFeatures(request);
    return many
        ? CompletableFuture.completedFuture(
            new Response.Streamed(NDJSON, out -> lines(request.body(), withFeatures, out)))
        : evaluate(request, withFeatures);
  }

  /** The event in the body; a list is a likely mistake, and told apart from other ones. */
  private static JsonSlice event(Request request) {
    for (byte first : request.body()) {
      if (first == '[') {
        throw new FerruleException(
            ErrorCode.EVENT_INVALID,
            "expected one event, found a list; send many as lines with content-type " + NDJSON);
      }
      if (first > ' ') {
        break;
      }
    }
    return JsonSlice.of(request.body());
  }

  private CompletionStage<Response> accept(Request request) {
    return inbox
        .accept(event(request))
        .thenApply(id -> {
          var out = new JsonWriter(40);
          receipt(id, out);
          return new Response.Whole(202, Response.JSON, out.copy(), Map.of());
        });
  }

  /** A receipt line for each event line; long bodies are read off the event loop. */
  private CompletionStage<Response> acceptMany(Request request) {
    return CompletableFuture.supplyAsync(
            () -> inbox.accept(split(request.body())), Thread::startVirtualThread)
        .thenCompose(future -> future)
        .thenApplyAsync(
            receipts -> new Response.Whole(202, NDJSON, lines(receipts), Map.of()),
            Thread::startVirtualThread);
  }

  private static byte[] lines(List<Inbox.Receipt> receipts) {
    var out = new JsonWriter(40);
    var all = new ByteArrayOutputStream(receipts.size() * 32);
    for (Inbox.Receipt receipt : receipts) {
      if (receipt.refusal() == null) {
        out.reset();
        receipt(receipt.id(), out);
        all.write(out.bytes(), 0, out.length());
      } else {
        all.writeBytes(Json.bytes(Problem.json(Problem.meaning(receipt.refusal()))));
      }
      all.write('\n');
    }
    return all.toByteArray();
  }

  private static void receipt(long id, JsonWriter out) {
    out.beginObject().name("id").value(Long.toString(id)).endObject();
  }

  private CompletionStage<Response> evaluate(Request request, boolean withFeatures) {
    Trace trace = Trace.current();
    Incoming incoming = intake.read(event(request));
    var done =
        engine.blocks()
            ? CompletableFuture.supplyAsync(
                    () -> ordered.submit(incoming),
                    work -> Thread.startVirtualThread(trace.carry(work)))
                .thenCompose(future -> future)
            : engine.submit(incoming);
    return done.thenApply(evaluated -> {
      long started = System.nanoTime();
      var out = new JsonWriter(512 + evaluated.result().effects().length);
      evaluated.write(out, withFeatures);
      trace.ended(Stage.SERIALIZE, started);
      return new Response.Whole(200, Response.JSON, out.copy(), Map.of());
    });
  }

  private static boolean withFeatures(Request request) {
    String features = request.queryOr("features", "false");
    if (!features.equals("true") && !features.equals("false")) {
      throw Fields.malformed("expected true or false in ?features, found another value");
    }
    return features.equals("true");
  }

  /** A result line for each event line, in their order. */
  private void lines(byte[] body, boolean withFeatures, Response.Output output) throws IOException {
    var waiting = new ArrayDeque<CompletableFuture<Evaluated>>();
    var out = new JsonWriter(8_192);
    for (JsonSlice line : split(body)) {
      CompletableFuture<Evaluated> next;
      try {
        next = ordered.submit(intake.read(line));
      } catch (RuntimeException e) {
        next = CompletableFuture.failedFuture(e);
      }
      waiting.add(next);
      if (waiting.size() >= AT_ONCE) {
        write(waiting, AT_ONCE / 2, withFeatures, out, output);
      }
    }
    write(waiting, 0, withFeatures, out, output);
  }

  /** Writes results until so many are left. */
  private static void write(
      ArrayDeque<CompletableFuture<Evaluated>> waiting,
      int left,
      boolean withFeatures,
      JsonWriter out,
      Response.Output output)
      throws IOException {
    var piece = new ByteArrayOutputStream();
    while (waiting.size() > left) {
      try {
        out.reset();
        waiting.remove().join().write(out, withFeatures);
        piece.write(out.bytes(), 0, out.length());
      } catch (CompletionException e) {
        piece.write(Json.bytes(Problem.json(Problem.meaning(e))));
      }
      piece.write('\n');
    }
    output.write(piece.toByteArray());
  }

  /** The lines of a body that are not blank. */
  static List<JsonSlice> split(byte[] body) {
    var lines = new ArrayList<JsonSlice>();
    int start = 0;
    for (int i = 0; i <= body.length; i++) {
      if (i == body.length || body[i] == '\n') {
        if (!isBlank(body, start, i)) {
          lines.add(new JsonSlice(body, start, i - start));
        }
        start = i + 1;
      }
    }
    return lines;
  }

  private static boolean isBlank(byte[] body, int from, int to) {
    for (int i = from; i < to; i++) {
      if (body[i] != ' ' && body[i] != '\r' && body[i] != '\t') {
        return false;
      }
    }
    return true;
  }
}
