package dev.ferrule.server.http;

import dev.ferrule.rules.RuleSet;
import dev.ferrule.rules.RuleSets;
import dev.ferrule.rules.functions.FunctionReference;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.server.auth.Role;
import dev.ferrule.server.releases.Publisher;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.releases.Routing;
import dev.ferrule.server.workers.WorkerPool;
import dev.ferrule.server.workers.WorkerReport;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows the workers that joined, and the functions that rules may call. */
final class WorkerRoutes {
  private static final double NANOS_IN_MILLI = 1e6;

  private final WorkerPool workers;
  private final Publisher publisher;
  private final Releases releases;
  private @Nullable Table last;

  /** The functions of a release, by its hash. */
  private record Table(@Nullable String release, ObjectNode json) {}

  WorkerRoutes(WorkerPool workers, Publisher publisher, Releases releases) {
    this.workers = workers;
    this.publisher = publisher;
    this.releases = releases;
  }

  List<Route> routes() {
    var normal = Route.Kind.NORMAL;
    return List.of(
        new Route(HttpMethod.GET, "/v1/workers", Role.READ, normal, r -> workers()),
        new Route(HttpMethod.GET, "/v1/functions", Role.READ, normal, r -> functions()));
  }

  private Response workers() {
    ObjectNode json = Json.object();
    ArrayNode listed = json.putArray("workers");
    workers.workers().forEach(worker -> listed.add(of(worker)));
    ArrayNode functions = json.putArray("functions");
    workers.functions().forEach(function -> functions.add(of(function)));
    return Response.json(json);
  }

  private static ObjectNode of(WorkerReport worker) {
    ObjectNode json =
        Json.object()
            .put("name", worker.name())
            .put("language", worker.language())
            .put("process_id", worker.processId())
            .put("release", worker.release())
            .put("joined", worker.joined().toString())
            .put("state", worker.draining() ? "draining" : "ready")
            .put("concurrency", worker.concurrency())
            .put("batches_in_flight", worker.batches())
            .put("calls_in_flight", worker.callsInFlight())
            .put("calls", worker.calls())
            .put("failures", worker.failures())
            .put("p50_ms", worker.p50Nanos() / NANOS_IN_MILLI)
            .put("p99_ms", worker.p99Nanos() / NANOS_IN_MILLI);
    ArrayNode functions = json.putArray("functions");
    new TreeMap<>(worker.functions())
        .forEach(
            (name, version) -> functions.addObject().put("name", name).put("version", version));
    return json;
  }

  private static ObjectNode of(WorkerReport.OfFunction function) {
    ObjectNode json =
        Json.object()
            .put("name", function.name())
            .put("version", function.version())
            .put("workers", function.workers())
            .put("waiting", function.waiting())
            .put("circuit", function.circuit())
            .put("circuit_opened", function.circuitOpened())
            .put("calls", function.calls())
            .put("batches", function.batches())
            .put("p50_ms", function.p50Nanos() / NANOS_IN_MILLI)
            .put("p99_ms", function.p99Nanos() / NANOS_IN_MILLI);
    ObjectNode failures = json.putObject("failures");
    new TreeMap<>(function.failures()).forEach(failures::put);
    return json;
  }

  private synchronized Response functions() {
    Routing routing = releases.findRouting();
    String hash = routing == null ? null : routing.live().hash();
    Table table = last;
    if (table == null || !java.util.Objects.equals(table.release, hash)) {
      table = new Table(hash, json(hash));
      last = table;
    }
    return Response.json(table.json);
  }

  private ObjectNode json(@Nullable String hash) {
    ObjectNode json = Json.object().put("release", hash);
    if (hash == null) {
      return put(json, new FunctionTable(RuleSets.functions(StandardFunctions.Options.DEFAULT)));
    }
    try (RuleSet set = publisher.open(publisher.get(hash))) {
      return put(json, set.functions());
    }
  }

  private static ObjectNode put(ObjectNode json, FunctionTable table) {
    json.set(
        "functions",
        Json.parse(FunctionReference.json(table.all()).getBytes(StandardCharsets.UTF_8)));
    return json;
  }
}
