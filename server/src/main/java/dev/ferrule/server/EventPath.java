package dev.ferrule.server;

import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.network.JndiResolver;
import dev.ferrule.rules.functions.semantic.SemanticModel;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.server.etcd.EtcdReleases;
import dev.ferrule.server.etcd.OspreyKey;
import dev.ferrule.server.events.EventEngine;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.events.OrderedEvents;
import dev.ferrule.server.http.Api;
import dev.ferrule.server.inbox.Inbox;
import dev.ferrule.server.kafka.KafkaJson;
import dev.ferrule.server.kafka.KafkaMetrics;
import dev.ferrule.server.kafka.KafkaPath;
import dev.ferrule.server.labels.DelayTimer;
import dev.ferrule.server.labels.StoredLabels;
import dev.ferrule.server.releases.NodeReport;
import dev.ferrule.server.releases.Publisher;
import dev.ferrule.server.releases.ReleaseCompiler;
import dev.ferrule.server.releases.ReleaseRunner;
import dev.ferrule.server.releases.ReleaseStorage;
import dev.ferrule.server.releases.ReleaseWatch;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.releases.StoredReleases;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.server.results.ResultQueries;
import dev.ferrule.server.results.ResultUpkeep;
import dev.ferrule.server.sinks.Sinks;
import dev.ferrule.server.tracing.Tracing;
import dev.ferrule.server.webhooks.WebhookLimits;
import dev.ferrule.server.webhooks.Webhooks;
import dev.ferrule.server.workers.FunctionPlaces;
import dev.ferrule.server.workers.ReleaseWorkers;
import dev.ferrule.server.workers.WorkerPool;
import dev.ferrule.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Everything that events go through, wired. Thread-safe. */
public final class EventPath implements AutoCloseable {
  private static final Duration NAME_SERVER_TIMEOUT = Duration.ofSeconds(2);

  private final WorkerPool workers;
  private final ReleaseWorkers supply;
  private final ReleaseStorage storage;
  private final ReleaseRunner runner;
  private final ReleaseWatch watch;
  private final ResultLog results;
  private final ResultUpkeep upkeep;
  private final OrderedEvents ordered;
  private final DelayTimer delays;
  private final Inbox inbox;
  private final DeadLetters deadLetters;
  private final Webhooks webhooks;
  private final Sinks sinks;
  private final @Nullable KafkaPath kafka;
  private final @Nullable OspreyKey osprey;
  private final Api.EventParts parts;

  /**
   * Opens what is in the store; runs what was live.
   *
   * @param model what rules ask for the meaning of texts
   */
  public EventPath(Settings settings, Store store, SemanticModel model, Tracing tracing) {
    InstantSource clock = InstantSource.system();
    var labels = new StoredLabels(store, clock);
    var services = new Services(labels, clock, Random::new);
    var releases = new Releases(services);
    String name = NodeName.of(settings);
    boolean shared = !settings.text("etcd.endpoints").isEmpty();
    EtcdReleases etcd = shared ? new EtcdReleases(settings, store, name) : null;
    this.storage = etcd == null ? new StoredReleases(store) : etcd;
    this.workers = new WorkerPool(settings.integer("workers.waiting"));
    var compiler = compiler(settings, services, model, workers);
    this.supply = new ReleaseWorkers(settings, workers);
    this.runner = new ReleaseRunner(storage, compiler, releases, supply, name, clock);
    this.results = new ResultLog(store);
    this.upkeep =
        new ResultUpkeep(
            results,
            clock,
            settings.duration("events.retention"),
            settings.bytes("events.results_bytes"));
    var engine =
        new EventEngine(
            releases,
            labels,
            results,
            store,
            clock,
            settings.integer("events.waiting"),
            settings.isOn("events.keep_data"));
    this.ordered = new OrderedEvents(engine, settings.integer("events.concurrent"));
    var intake = new Intake(settings.text("events.entity_path"), clock);
    var publisher = new Publisher(storage, runner, compiler, clock);
    this.watch = new ReleaseWatch(releases, publisher, clock);
    this.deadLetters = new DeadLetters(store, clock, DeadLetters.Limits.DEFAULT);
    this.inbox =
        new Inbox(
            store,
            intake,
            engine,
            deadLetters,
            settings.integer("events.inbox_events"),
            settings.integer("events.concurrent"));
    this.webhooks =
        new Webhooks(store, results, deadLetters, clock, WebhookLimits.DEFAULT, tracing);
    this.sinks =
        new Sinks(
            store,
            results,
            deadLetters,
            settings.text("events.jsonl_file"),
            settings.text("events.sinks_directory"));
    this.kafka =
        KafkaPath.of(
            settings, new KafkaPath.Parts(intake, ordered, releases, results, deadLetters, store));
    this.delays = new DelayTimer(labels); // a thread of its own: after all that may refuse
    this.parts =
        new Api.EventParts(
            intake,
            engine,
            ordered,
            results,
            labels,
            releases,
            publisher,
            inbox,
            deadLetters,
            webhooks,
            sinks,
            new ResultQueries(results),
            hash -> compiler.open(publisher.get(hash)),
            workers,
            clock);
    runner.start();
    watch.start();
    upkeep.start();
    String ospreyKey = settings.text("etcd.osprey_key");
    this.osprey =
        etcd == null || ospreyKey.isEmpty() ? null : new OspreyKey(etcd, publisher, ospreyKey);
  }

  private static ReleaseCompiler compiler(
      Settings settings, Services services, SemanticModel model, WorkerPool workers) {
    String server = settings.text("rules.name_server");
    String jars = settings.text("rules.functions_directory");
    var options =
        server.isEmpty()
            ? StandardFunctions.Options.DEFAULT
            : new StandardFunctions.Options(
                new JndiResolver(List.of(server), NAME_SERVER_TIMEOUT), 0);
    var functions = FunctionPlaces.of(settings, workers);
    return new ReleaseCompiler(
        services,
        options.with(model).with(functions),
        jars.isEmpty() ? null : Path.of(jars),
        functions::runsHere);
  }

  /** Adds what it measures of itself. */
  void measure(NodeMetrics metrics) {
    var measured = new ResultMetrics(results, upkeep, metrics.registry());
    metrics.beforeScrape(measured::update);
    var releaseMetrics = new ReleaseMetrics(metrics.registry(), parts.releases(), runner, watch);
    metrics.beforeScrape(releaseMetrics::update);
    var delivery = new EventMetrics(metrics.registry(), inbox, deadLetters, webhooks, sinks);
    metrics.beforeScrape(delivery::measure);
    metrics.beforeScrape(new WorkerMetrics(workers, metrics.registry())::update);
    metrics.registry().gauge("ferrule_release_waiting", this, e -> e.waiting().isEmpty() ? 0 : 1);
    var engine = parts.engine();
    metrics.registry().gauge("ferrule_events_waiting", engine, EventEngine::waiting);
    metrics.registry().gauge("ferrule_events_in_progress", engine, EventEngine::ahead);
    LabelMeters.register(parts.labels(), metrics.registry());
    metrics
        .registry()
        .gauge("ferrule_releases_storage_reachable", storage, kept -> kept.isReachable() ? 1 : 0);
    if (kafka != null) {
      metrics.beforeScrape(new KafkaMetrics(kafka, metrics.registry())::refresh);
    }
  }

  /** What a live release waits for: the functions that have no worker; empty when nothing. */
  String waiting() {
    String held = runner.waitingFor();
    String running = supply.waiting();
    if (held != null) {
      return "release=%s does not run yet: a function has no worker".formatted(held);
    }
    return running.isEmpty() ? "" : "waits for workers: " + running;
  }

  /** Adds what it has to say to the node's status. */
  void describe(ObjectNode status) {
    NodeReport report = runner.report();
    status
        .putObject("releases")
        .put("storage", storage.name())
        .put("reachable", storage.isReachable())
        .put("live", report.live())
        .put("candidate", report.candidate())
        .put("percent", report.percent())
        .put("revision", report.revision())
        .put("error", report.error())
        .put("waiting", waiting());
    if (kafka != null) {
      status.set("kafka", KafkaJson.of(kafka));
    }
  }

  /** The workers that joined. */
  public WorkerPool workers() {
    return workers;
  }

  /** What starts workers and waits for them. */
  ReleaseWorkers supply() {
    return supply;
  }

  /** What the routes need. */
  public Api.EventParts parts() {
    return parts;
  }

  /** Goes on with what waits. */
  public void start() {
    webhooks.start();
    sinks.start();
    inbox.start();
    if (kafka != null) {
      kafka.start();
    }
  }

  /** Ends what is in progress; no more events come by then. */
  @Override
  public void close() {
    if (kafka != null) {
      kafka.stopReading();
    }
    if (osprey != null) {
      osprey.close();
    }
    inbox.close();
    watch.close();
    ordered.close();
    if (kafka != null) {
      kafka.close();
    }
    webhooks.close();
    sinks.close();
    delays.close();
    supply.close();
    runner.close();
    workers.close();
    storage.close();
    upkeep.close();
  }

  /** Frees what the store's last transactions still need; to be called when it is closed. */
  void release() {
    results.close();
  }
}
