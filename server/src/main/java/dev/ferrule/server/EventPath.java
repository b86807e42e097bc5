package dev.ferrule.server;

import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.semantic.SemanticModel;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.events.EventEngine;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.events.OrderedEvents;
import dev.ferrule.server.http.Api;
import dev.ferrule.server.labels.StoredLabels;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.store.Store;
import java.time.InstantSource;
import java.util.Random;

/** Everything that events go through, wired. Thread-safe. */
final class EventPath implements AutoCloseable {
  private final StandardFunctions.Options options;
  private final Releases releases;
  private final OrderedEvents ordered;
  private final Api.EventParts parts;

  /**
   * @param model what rules ask for the meaning of texts
   */
  EventPath(Settings settings, Store store, SemanticModel model) {
    this.options = StandardFunctions.Options.DEFAULT.with(model);
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
    this.parts = new Api.EventParts(intake, engine, ordered, results, labels, releases);
  }

  /** What the functions of rules ask. */
  StandardFunctions.Options options() {
    return options;
  }

  /** What the routes need. */
  Api.EventParts parts() {
    return parts;
  }

  /** Ends what is in progress; no more events come by then. */
  @Override
  public void close() {
    ordered.close();
    releases.close();
  }
}
