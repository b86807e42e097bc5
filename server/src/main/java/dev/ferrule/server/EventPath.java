package dev.ferrule.server;

import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.network.JndiResolver;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.server.events.EventEngine;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.events.OrderedEvents;
import dev.ferrule.server.http.Api;
import dev.ferrule.server.inbox.Inbox;
import dev.ferrule.server.labels.DelayTimer;
import dev.ferrule.server.labels.StoredLabels;
import dev.ferrule.server.releases.Publisher;
import dev.ferrule.server.releases.ReleaseCompiler;
import dev.ferrule.server.releases.ReleaseRunner;
import dev.ferrule.server.releases.ReleaseStorage;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.releases.StoredReleases;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.server.sinks.Sinks;
import dev.ferrule.server.webhooks.WebhookLimits;
import dev.ferrule.server.webhooks.Webhooks;
import dev.ferrule.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** Everything that events go through, wired. Thread-safe. */
public final class EventPath implements AutoCloseable {
  private static final Duration NAME_SERVER_TIMEOUT = Duration.ofSeconds(2);

  private final ReleaseStorage storage;
  private final ReleaseRunner runner;
  private final OrderedEvents ordered;
  private final DelayTimer delays;
  private final Inbox inbox;
  private final Webhooks webhooks;
  private final Sinks sinks;
  private final EventMetrics metrics;
  private final Api.EventParts parts;

  /** Opens what is in the store; runs what was live. */
  public EventPath(Settings settings, Store store, MeterRegistry registry) {
    InstantSource clock = InstantSource.system();
    var labels = new StoredLabels(store, clock);
    this.delays = new DelayTimer(labels);
    var services = new Services(labels, clock, Random::new);
    var releases = new Releases(services);
    this.storage = new StoredReleases(store);
    this.runner =
        new ReleaseRunner(
            storage, compiler(settings, services), releases, NodeName.of(settings), clock);
    var results = new ResultLog(store);
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
    var publisher = new Publisher(storage, runner, clock);
    var deadLetters = new DeadLetters(store, clock, DeadLetters.Limits.DEFAULT);
    this.inbox =
        new Inbox(
            store,
            intake,
            engine,
            deadLetters,
            settings.integer("events.inbox_events"),
            settings.integer("events.concurrent"));
    this.webhooks = new Webhooks(store, results, deadLetters, clock, WebhookLimits.DEFAULT);
    this.sinks =
        new Sinks(
            store,
            results,
            deadLetters,
            settings.text("events.jsonl_file"),
            settings.text("events.sinks_directory"));
    this.metrics = new EventMetrics(registry, inbox, deadLetters, webhooks, sinks);
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
            sinks);
    runner.start();
  }

  private static ReleaseCompiler compiler(Settings settings, Services services) {
    String server = settings.text("rules.name_server");
    String jars = settings.text("rules.functions_directory");
    var options =
        server.isEmpty()
            ? StandardFunctions.Options.DEFAULT
            : new StandardFunctions.Options(
                new JndiResolver(List.of(server), NAME_SERVER_TIMEOUT), 0);
    return new ReleaseCompiler(services, options, jars.isEmpty() ? null : Path.of(jars));
  }

  /** What the routes need. */
  public Api.EventParts parts() {
    return parts;
  }

  /** Brings what is measured by webhook and sink up to date. */
  void measure() {
    metrics.measure();
  }

  /** Goes on with what waits. */
  void start() {
    webhooks.start();
    sinks.start();
    inbox.start();
  }

  /** Ends what is in progress; no more events come by then. */
  @Override
  public void close() {
    inbox.close();
    ordered.close();
    webhooks.close();
    sinks.close();
    delays.close();
    runner.close();
    storage.close();
  }
}
