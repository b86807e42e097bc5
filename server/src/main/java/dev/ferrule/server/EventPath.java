package dev.ferrule.server;

import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.server.events.EventEngine;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.events.OrderedEvents;
import dev.ferrule.server.http.Api;
import dev.ferrule.server.inbox.Inbox;
import dev.ferrule.server.labels.StoredLabels;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.store.Store;
import java.time.InstantSource;
import java.util.Random;

/** Everything that events go through, wired. Thread-safe. */
final class EventPath implements AutoCloseable {
  private final Releases releases;
  private final OrderedEvents ordered;
  private final Inbox inbox;
  private final Api.EventParts parts;

  EventPath(Settings settings, Store store) {
    InstantSource clock = InstantSource.system();
    var labels = new StoredLabels(store, clock);
    this.releases = new Releases(new Services(labels, clock, Random::new));
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
    var deadLetters = new DeadLetters(store, clock, DeadLetters.Limits.DEFAULT);
    this.inbox =
        new Inbox(
            store,
            intake,
            engine,
            deadLetters,
            settings.integer("events.inbox_events"),
            settings.integer("events.concurrent"));
    this.parts =
        new Api.EventParts(intake, engine, ordered, results, labels, releases, inbox, deadLetters);
  }

  /** What the routes need. */
  Api.EventParts parts() {
    return parts;
  }

  /** Goes on with what waits. */
  void start() {
    inbox.start();
  }

  /** Ends what is in progress; no more events come by then. */
  @Override
  public void close() {
    inbox.close();
    ordered.close();
    releases.close();
  }
}
