package dev.ferrule.server;

import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.server.events.EventEngine;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.events.OrderedEvents;
import dev.ferrule.server.http.Api;
import dev.ferrule.server.kafka.KafkaPath;
import dev.ferrule.server.labels.DelayTimer;
import dev.ferrule.server.labels.StoredLabels;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.store.Store;
import java.time.InstantSource;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Everything that events go through, wired. Thread-safe. */
final class EventPath implements AutoCloseable {
  private final Releases releases;
  private final OrderedEvents ordered;
  private final @Nullable KafkaPath kafka;
  private final DelayTimer delays;
  private final Api.EventParts parts;

  EventPath(Settings settings, Store store) {
    InstantSource clock = InstantSource.system();
    var labels = new StoredLabels(store, clock);
    this.delays = new DelayTimer(labels);
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
    this.kafka =
        KafkaPath.of(
            settings,
            new KafkaPath.Parts(
                intake,
                ordered,
                releases,
                results,
                new DeadLetters(store, clock, DeadLetters.Limits.DEFAULT),
                store));
    this.parts = new Api.EventParts(intake, engine, ordered, results, labels, releases);
  }

  /** What the routes need. */
  Api.EventParts parts() {
    return parts;
  }

  /** Kafka, or null when the settings name no broker. */
  @Nullable KafkaPath kafka() {
    return kafka;
  }

  /** Begins to take events from where they stand. */
  void start() {
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
    ordered.close();
    if (kafka != null) {
      kafka.close();
    }
    delays.close();
    releases.close();
  }
}
